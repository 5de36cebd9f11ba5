package org.p2psip.edge.protect;

import org.p2psip.edge.AddressRange;

/**
 * A source that is not listened to.
 *
 * @param source its addresses
 * @param why what it did last
 * @param sinceNanos when, by the monotonic clock
 * @param untilNanos when it is lifted
 */
public record Ban(AddressRange source, Offence why, long sinceNanos, long untilNanos) {}
