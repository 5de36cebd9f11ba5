/** Call records: what reaches Kafka, what waits on disk, what is counted as lost. */
package org.p2psip.edge.service.kafka;
