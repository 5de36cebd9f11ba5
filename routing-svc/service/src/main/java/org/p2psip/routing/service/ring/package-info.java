/**
 * Runs this peer of the ring: how it gets in, what it is told and tells, and what operators see of it. It must not know
 * what is stored, nor how links are made.
 */
package org.p2psip.routing.service.ring;
