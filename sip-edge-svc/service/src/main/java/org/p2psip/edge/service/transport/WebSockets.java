package org.p2psip.edge.service.transport;

import java.util.Set;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.websocket.WebSocketCounter;

/**
 * What WebSockets are accepted with.
 *
 * @param allowedOrigins lower case; empty for any
 */
public record WebSockets(Set<String> allowedOrigins, Counts<WebSocketCounter> counts) {}
