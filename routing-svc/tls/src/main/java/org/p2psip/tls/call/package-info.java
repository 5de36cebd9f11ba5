/**
 * Who may make which gRPC call: one table of roles for each service, and one interceptor that keeps to it. It must not
 * know what a call does.
 */
package org.p2psip.tls.call;
