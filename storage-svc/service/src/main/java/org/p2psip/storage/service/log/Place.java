package org.p2psip.storage.service.log;

/**
 * Where the entry of a key is.
 *
 * @param file     number of its file, from 1
 * @param offset   of its first byte there
 * @param length   of all of it, bytes
 * @param expiryMs since when it counts as absent, milliseconds since 1970
 */
record Place(int file, int offset, int length, long expiryMs) {}
