package org.p2psip.storage.service.disk;

/** What is known of a key without the disk. */
sealed interface Lookup {
    Lookup ABSENT = new Absent();
    Lookup ON_DISK = new OnDisk();

    record Absent() implements Lookup {}

    /** It may be there: only the disk knows. */
    record OnDisk() implements Lookup {}

    /** It is there, expired or not. */
    record Found(StoredEntry entry) implements Lookup {}
}
