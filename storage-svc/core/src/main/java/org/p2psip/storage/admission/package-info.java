/**
 * Whether a write may be tried at all: every value signed, by a signer who is known and may write it (RFC 6940 section
 * 7.4.1.1). It must not know what is stored, nor how certificates are found and trusted.
 */
package org.p2psip.storage.admission;
