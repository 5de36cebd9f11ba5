/**
 * Batches of records under one signature: the Merkle tree over them, the path of each, the root that is signed.
 *
 * <p>It hashes octets; it must not know what they mean, nor keys and certificates.
 */
package org.p2psip.storage.batch;
