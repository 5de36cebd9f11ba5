/**
 * The Storage service of the contracts, on plain gRPC stream observers.
 *
 * <p>It starts operations and brings their answers; it must not know the cache behind the record store, nor Kafka.
 */
package org.p2psip.storage.service.grpc;
