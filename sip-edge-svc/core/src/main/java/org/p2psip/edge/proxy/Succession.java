package org.p2psip.edge.proxy;

import java.util.List;
import org.p2psip.edge.message.SipUri;

/** Targets that are tried one after the other, each chosen when the one before has failed. */
public interface Succession {
    /**
     * A target.
     *
     * @param uri Request-URI, and where it is sent when there is no Route
     * @param routes Route values on the way there
     * @param passage what is changed on the way; null for nothing
     */
    record Next(SipUri uri, List<String> routes, Passage passage) {}

    /**
     * What is tried next; null when there is nothing more, or what came is final.
     *
     * @param status how the last target ended: its final status, 408 when it was silent, 503 when it could not be sent
     *     to; 0 for the first
     * @param answered whether the status came from the target
     */
    Next next(int status, boolean answered);
}
