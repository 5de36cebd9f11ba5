/**
 * The SIP message trace: copies of messages to a Homer collector, as HEP version 3.
 *
 * <p>It sees messages as they come and go; it must not know what the edge does with them, nor make it wait.
 */
package org.p2psip.edge.service.hep;
