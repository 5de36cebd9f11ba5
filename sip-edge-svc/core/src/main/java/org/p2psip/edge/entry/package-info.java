/**
 * The way of a message into the edge: what is checked, who may do it, and which part takes it.
 *
 * <p>It must not know how a request is forwarded, nor how bindings are stored.
 */
package org.p2psip.edge.entry;
