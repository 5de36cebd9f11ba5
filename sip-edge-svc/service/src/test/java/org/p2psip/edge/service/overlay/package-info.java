/** How the edge's commands and the overlay's contract meet. */
package org.p2psip.edge.service.overlay;
