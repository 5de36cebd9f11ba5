/**
 * The process around the SIP edge: configuration, the event loop that owns the core, start and stop.
 *
 * <p>It knows the core and the shells beside it; it must not know SIP's rules, which are the core's.
 */
package org.p2psip.edge.service;
