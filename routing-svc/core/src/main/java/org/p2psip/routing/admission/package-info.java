/**
 * Who becomes a member of the overlay as a service or operator, and who stays one (draft-willis-p2psip-concepts-02
 * section 3.4.1): tokens, roles, renewal. It must not know where tokens are kept, nor anything of gRPC.
 */
package org.p2psip.routing.admission;
