/**
 * The client protocol and enrollment, as the command line uses them: addresses of record and contacts in, gRPC out.
 *
 * <p>It must not know how a node is started, nor how answers are printed.
 */
package org.p2psip.cli.overlay;
