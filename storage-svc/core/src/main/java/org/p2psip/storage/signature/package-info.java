/**
 * Signatures over stored values (RFC 6940 sections 6.3.4 and 7.1): the bytes they cover, making and verifying them, alone
 * or in batches. It must not know who may write what, nor how certificates are found and trusted.
 */
package org.p2psip.storage.signature;
