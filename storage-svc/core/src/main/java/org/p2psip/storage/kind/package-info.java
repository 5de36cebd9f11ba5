/**
 * The kinds of the overlay: their numbers, data models and bounds (RFC 6940 section 7.2, RFC 7904).
 *
 * <p>It must not know what the values of a kind mean.
 */
package org.p2psip.storage.kind;
