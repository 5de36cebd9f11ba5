/**
 * The records on disk: an append-only log in files, and an index of it in memory.
 *
 * <p>It must not know what a record means, nor who reads and writes it.
 */
package org.p2psip.storage.service.log;
