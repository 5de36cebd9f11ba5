/**
 * Registration events to Kafka: hints for those who cached a record. The record store is the truth.
 *
 * <p>It must not make a writer wait, nor fail one; what does not fit is dropped and counted.
 */
package org.p2psip.storage.service.events;
