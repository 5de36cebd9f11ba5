/**
 * CHORD-RELOAD's state machines (RFC 6940 section 10): joining, Updates, fingers, finding lost parts, leaving. It must
 * not know how messages travel, nor what is stored.
 */
package org.p2psip.routing.topology;
