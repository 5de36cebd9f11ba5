/**
 * The security of the inside: who gets which answer over gRPC from the services of a running node. It must not know how
 * the node is made.
 */
package org.p2psip.suite.inside;
