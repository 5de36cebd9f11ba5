package org.p2psip.storage.service.disk;

/**
 * Which of two values of one key is to stay. Needed while records come from other members: one may come after a newer
 * one of the same key was written, and Infinispan keeps it out of memory, but not out of its stores.
 */
@FunctionalInterface
public interface ValueOrder {
    /** Whatever is written last stays. */
    ValueOrder NONE = (value, than) -> false;

    boolean isOlder(byte[] value, byte[] than);
}
