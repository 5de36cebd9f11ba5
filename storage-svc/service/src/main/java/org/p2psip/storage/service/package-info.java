/**
 * The storage service: a process around the stored-value rules.
 *
 * <p>It wires settings, cache, gRPC and Kafka; it must not decide what a record may become.
 */
package org.p2psip.storage.service;
