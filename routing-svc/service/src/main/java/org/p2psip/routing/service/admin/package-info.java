/**
 * What operators ask of every service: how it is, and to drain. It must not know what a peer does, beyond how to leave.
 */
package org.p2psip.routing.service.admin;
