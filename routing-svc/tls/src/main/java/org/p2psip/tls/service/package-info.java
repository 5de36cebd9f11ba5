/**
 * The security of one service's gRPC, put together from its configuration: what all services share, so that each needs a
 * table of calls and a few lines. It must not know which service that is.
 */
package org.p2psip.tls.service;
