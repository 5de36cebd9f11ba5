package org.p2psip.routing.service.storage;

/**
 * States of the link to storage.
 *
 * <pre>
 *   Down --attempt--> Connecting --first answer--> Up
 *    ^                    |                        |
 *    +----- ended, or no answer in time -----------+
 *   any --close--> Closed
 * </pre>
 */
sealed interface LinkState {
    /** Waiting for the next attempt. */
    record Down(int failures, String reason) implements LinkState {}

    /** The stream is opened, and storage was asked for something that it answers in any case. */
    record Connecting(StorageConnection connection, int failures) implements LinkState {}

    /** Storage answers. */
    record Up(StorageConnection connection) implements LinkState {}

    /** The service stops. */
    record Closed() implements LinkState {}
}
