package org.p2psip.edge.service.transport;

/**
 * Bounds of connections.
 *
 * @param connections at most so many, incoming and outgoing of all transports together
 * @param connectionsPerSource that come in from one address; IPv6 addresses of one /64 count as one
 * @param idleSeconds closed when nothing came for so long
 * @param messageSeconds closed when a message that began, or the first of a connection that came in, is not whole by then
 * @param connectTimeoutMs until a connection counts as refused
 * @param openTimeoutMs until what comes before the first message, TLS and WebSocket, has to be done
 * @param queueBytes that wait in one connection
 */
public record StreamLimits(
        int connections,
        int connectionsPerSource,
        int idleSeconds,
        int messageSeconds,
        int connectTimeoutMs,
        int openTimeoutMs,
        int queueBytes) {}
