/** Keys and trust with certificates that the tests make. */
package org.p2psip.edge.service.tls;
