/**
 * The security of this service's gRPC: its certificate, and who may call what. It must not know what a call does, nor
 * anything of SIP.
 */
package org.p2psip.edge.service.security;
