/**
 * How a kind is read: what exists now, in which order, and how long it still lives.
 *
 * <p>It must not change what it reads.
 */
package org.p2psip.storage.read;
