/**
 * How the edge keeps on its feet: drain, rates, bans, wrong settings; and what operators see of its messages.
 *
 * <p>The edge runs as a child of the test here, with settings that make it touchy.
 */
package org.p2psip.suite.protect;
