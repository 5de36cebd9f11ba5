/**
 * Load on TURN servers: this project's relay and coturn, turn by turn.
 *
 * <p>It knows what a TURN client says and reads CPU time from outside; it must not know how either server works.
 */
package org.p2psip.bench.turn;
