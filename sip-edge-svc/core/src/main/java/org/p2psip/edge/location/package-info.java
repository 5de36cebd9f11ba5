/**
 * What the edge knows from the overlay: route-sets and credentials, asked for, kept a moment, and dropped on events.
 *
 * <p>It must not know SIP messages, nor how the overlay is reached.
 */
package org.p2psip.edge.location;
