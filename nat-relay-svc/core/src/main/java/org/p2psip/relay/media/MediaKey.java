package org.p2psip.relay.media;

/**
 * What tells sessions apart.
 *
 * @param callId of the call
 * @param fromTag of who called
 * @param branch of the INVITE as it goes on, since each of several callees has an answer of its own
 */
public record MediaKey(String callId, String fromTag, String branch) {}
