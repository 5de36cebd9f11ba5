/** The rules of RFC 5922 section 7 as tables. */
package org.p2psip.edge.certificate;
