/**
 * The security of this peer's gRPC: its certificate, and who may call what. It must not know what a call does, nor how
 * the enrollment server decides.
 */
package org.p2psip.routing.service.security;
