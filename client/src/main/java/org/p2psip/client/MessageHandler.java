package org.p2psip.client;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletionStage;

/** Answers the messages of an application. Called on the client's own thread, so it has to return at once. */
public interface MessageHandler {
    /**
     * @param body at most 65 536 bytes
     * @return what is answered, within 3 s and at most 65 536 bytes; a failure is answered as UNAVAILABLE
     */
    CompletionStage<ByteString> answer(ByteString body);
}
