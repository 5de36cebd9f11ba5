/**
 * Traces: one from a request to what the overlay and the store do for it.
 *
 * <p>It sees messages and operations as they pass; the core knows nothing of it.
 */
package org.p2psip.edge.service.tracing;
