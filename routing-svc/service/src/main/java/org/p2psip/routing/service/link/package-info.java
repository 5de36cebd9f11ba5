/**
 * Links between peers over gRPC. It must not know what a message wants, nor why a link is opened.
 */
package org.p2psip.routing.service.link;
