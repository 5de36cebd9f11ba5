/**
 * The trunks file: reading it whole or refusing it with lines and reasons, and taking it again when it changes.
 *
 * <p>It knows the core's trunk configuration and YAML; it must not know how a call is routed.
 */
package org.p2psip.edge.service.trunks;
