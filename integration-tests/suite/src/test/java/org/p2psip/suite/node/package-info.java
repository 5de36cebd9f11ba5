/**
 * The node under test, as an operator sees it: its command, its services, its metrics and its Kafka topic.
 *
 * <p>It must not know how the node is built inside: no class of it is on the class path.
 */
package org.p2psip.suite.node;
