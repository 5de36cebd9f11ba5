/**
 * Who a certificate says that somebody is (RFC 5922): the SIP domain identities in it, and whether one is the wanted one.
 *
 * <p>It must not know how certificates are read, nor whether their chain leads to anybody who is trusted.
 */
package org.p2psip.edge.certificate;
