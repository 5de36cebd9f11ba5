/**
 * Signatures of what this edge writes: gathered on the event loop, made on a thread of their own. It must not know what the
 * writes say, nor how they travel.
 */
package org.p2psip.edge.service.signing;
