/**
 * Signatures of records (RFC 6940 section 7.1) in the contracts' form: made with a member's certificate, and verified by
 * whom the overlay trusts. It must not know how records travel, nor where they are kept.
 */
package org.p2psip.signing;
