/**
 * Where Kafka is, whom its clients believe, and how they prove who they are: the keys {@code p2psip.kafka.*} that all
 * services have in common. What is sent, and when, it must not know.
 */
package org.p2psip.kafka;
