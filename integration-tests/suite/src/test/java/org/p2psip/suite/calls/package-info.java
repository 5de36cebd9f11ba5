/**
 * Registrations and calls, the overlay's record behind them, and what becomes of bad input.
 *
 * <p>It must not know how a service is killed.
 */
package org.p2psip.suite.calls;
