package org.p2psip.storage.access;

import java.util.Optional;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Resource;

/**
 * One value that somebody signed and wants stored.
 *
 * @param writer         who signed it
 * @param resource       where; name and Resource-ID agree
 * @param key            which value
 * @param exists         false for a removal
 * @param authentication in an EDGE-REGISTRATION that exists what it says; absent in other kinds
 */
public record WriteAttempt(
        Writer writer, Resource resource, EntryKey key, boolean exists, Optional<Authentication> authentication) {}
