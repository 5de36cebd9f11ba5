/**
 * What a record is: a resource, its kinds and their stored values (RFC 6940 section 7), as plain values.
 *
 * <p>It knows times as numbers and values as octets; it must not know where they are kept or how they came.
 */
package org.p2psip.storage;
