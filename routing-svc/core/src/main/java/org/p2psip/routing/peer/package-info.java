/**
 * What the parts of one peer share: its configuration, the time, what it wants done, and its counts. It must not know the
 * parts.
 */
package org.p2psip.routing.peer;
