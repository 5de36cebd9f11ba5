package org.p2psip.suite.node;

/**
 * One line of the node's status.
 *
 * @param name {@code kafka}, {@code storage}, {@code routing}, {@code edge} or {@code relay}
 * @param pid its process; 0 when there is none
 * @param ready whether it serves
 */
public record Service(String name, long pid, boolean ready) {}
