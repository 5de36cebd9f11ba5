/**
 * Where records are: an embedded Infinispan cache over a store on disk, and the atomic step at the owner of a record.
 *
 * <p>It knows the rules as one function; it must not know messages, streams or events.
 */
package org.p2psip.storage.service.records;
