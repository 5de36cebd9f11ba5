/**
 * Start, stop and health of the routing service. It must not know the contracts.
 */
package org.p2psip.routing.service;
