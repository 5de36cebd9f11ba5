/**
 * The link to the site's storage: one long-lived stream with many operations in flight, which mends itself. It must
 * not know what the operations mean, nor who asked for them.
 */
package org.p2psip.routing.service.storage;
