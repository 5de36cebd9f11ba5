/**
 * Time as the event loop tells it, and timers on it.
 *
 * <p>It must not know SIP, nor read a clock.
 */
package org.p2psip.edge.time;
