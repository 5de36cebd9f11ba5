/**
 * What a user stores to be called: the SIP-REGISTRATION of RFC 7904 section 3.2, and route-sets in it. It must not know how
 * SIP messages look, nor who signs and stores.
 */
package org.p2psip.storage.sip;
