package org.p2psip.client;

/** A watch that is open until it is closed. */
public interface Watching extends AutoCloseable {
    /** Watches no more; what is under way may still be told. */
    @Override
    void close();
}
