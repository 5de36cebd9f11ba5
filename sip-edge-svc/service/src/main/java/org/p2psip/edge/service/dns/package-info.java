/**
 * DNS: the questions of the core to name servers and the hosts file, and what was answered lately.
 *
 * <p>It must not know what the core does with an answer.
 */
package org.p2psip.edge.service.dns;
