/**
 * Finds a running overlay and makes sure that it is the one that an invitation is for (draft-willis-p2psip-concepts-02
 * section 3.4.4). It must not know how a node is started.
 */
package org.p2psip.cli.join;
