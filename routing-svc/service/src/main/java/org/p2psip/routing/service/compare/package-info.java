/**
 * Finds where the store of this site and those of its replicas have come apart, by digests of ranges, and has the
 * difference repaired (RFC 6940 section 10.7.3). It must not know values, nor how records are brought.
 */
package org.p2psip.routing.service.compare;
