/**
 * What passes through an edge, in numbers with few labels.
 *
 * <p>It must not know what a message is for; counting one must cost a few nanoseconds.
 */
package org.p2psip.edge.sight;
