/**
 * The client protocol over gRPC: unary calls and the pipelined stream with its flow control. It must not know what an
 * operation means, nor how storage is reached.
 */
package org.p2psip.routing.service.overlay;
