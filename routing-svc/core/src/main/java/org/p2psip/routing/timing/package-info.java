/**
 * Deadlines and retries as plain state that is told the time. It must not know a clock, a thread, or what waits.
 */
package org.p2psip.routing.timing;
