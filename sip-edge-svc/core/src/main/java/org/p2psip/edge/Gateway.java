package org.p2psip.edge;

/**
 * A GATEWAY record: numbers that a site's trunks reach.
 *
 * @param prefix {@code +} and up to 15 digits
 * @param target SIP URI of the site's edges
 * @param priority lower ones are tried first, 0 to 65535
 * @param weight share among equal priorities, 0 to 65535
 * @param site name of the site
 */
public record Gateway(String prefix, String target, int priority, int weight, String site) {}
