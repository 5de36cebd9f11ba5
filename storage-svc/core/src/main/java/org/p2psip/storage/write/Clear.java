package org.p2psip.storage.write;

import org.p2psip.storage.WriteOrder;

/**
 * Removes every value that the same write does not name: the wildcard of RFC 3261 section 10.2.2.
 *
 * @param order         {@link WriteOrder#NONE} where only storage time decides
 * @param storageTimeMs milliseconds since 1970; 0 takes the store's clock
 */
public record Clear(WriteOrder order, long storageTimeMs) {}
