/**
 * Brings the records of a range from the site that was responsible before, and gives them to the next; replicas of writes
 * to other sites. It must not know clients, nor how the ring is kept.
 */
package org.p2psip.routing.service.handover;
