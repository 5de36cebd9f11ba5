/**
 * What operators ask of the process: whether it is ready, and whether its disk still takes writes.
 *
 * <p>It must not depend on Kafka.
 */
package org.p2psip.storage.service.operation;
