/**
 * Access control (RFC 6940 section 7.3): who may write a value, who may read a kind. Pure functions of what certificates
 * say; it must not know how that was verified, nor what is stored already.
 */
package org.p2psip.storage.access;
