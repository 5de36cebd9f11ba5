/**
 * What keeps an edge on its feet: rates of sources, bans of offenders, refusals while the event loop is late.
 *
 * <p>It must not know what a request is for, nor how it is routed; it sees sources, and what is held against them.
 */
package org.p2psip.edge.protect;
