/**
 * The records on disk: RocksDB below Infinispan's store interface, with one thread that writes.
 *
 * <p>It must not know what a record means, nor who reads and writes it.
 */
package org.p2psip.storage.service.disk;
