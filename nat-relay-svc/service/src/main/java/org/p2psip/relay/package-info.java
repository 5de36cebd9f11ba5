/**
 * The relay as a service: its configuration.
 *
 * <p>It knows keys, values and what is allowed; it must not know what they are used for.
 */
package org.p2psip.relay;
