/**
 * Get and Put through the client protocol, as edges use it, at a site of its own. It must not know how peers route or
 * store.
 */
package org.p2psip.bench.records;
