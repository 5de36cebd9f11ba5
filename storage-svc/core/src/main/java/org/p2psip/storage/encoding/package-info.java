/**
 * The bytes in which the state of a kind is kept in memory and on disk.
 *
 * <p>No one but this store reads them; they are versioned, and must not be sent to others.
 */
package org.p2psip.storage.encoding;
