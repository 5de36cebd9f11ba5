/**
 * The operations of the client protocol: where the contract's messages meet the rules of the core and become
 * operations of storage. It must not know streams, threads or connections.
 */
package org.p2psip.routing.service.operation;
