/**
 * The security of this service's gRPC: its certificate, and who may call what.
 *
 * <p>It must not know what a call does, nor anything of STUN.
 */
package org.p2psip.relay.security;
