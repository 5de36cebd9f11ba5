package org.p2psip.edge;

import java.util.List;
import java.util.Map;

/** What the overlay answered to a command of the edge. Failures are values. */
public sealed interface OverlayResult {

    /**
     * The bindings that an AOR has now.
     *
     * @param bindings in no order; empty when nobody is registered
     * @param generation grows with every change of them; 0 when nobody knows
     */
    record Bindings(List<Binding> bindings, long generation) implements OverlayResult {
        public Bindings {
            bindings = List.copyOf(bindings);
        }

        /** Of a generation that nobody knows. */
        public Bindings(List<Binding> bindings) {
            this(bindings, 0);
        }
    }

    /**
     * Digest hashes of an enrolled user: H(user:realm:password) in lower-case hex, by the algorithm's name as in a
     * challenge ({@code MD5}, {@code SHA-256}).
     *
     * @param isDisabled the operator does not let the user in: who proves to be that user is refused
     */
    record Credentials(Map<String, String> ha1ByAlgorithm, boolean isDisabled) implements OverlayResult {
        public Credentials {
            ha1ByAlgorithm = Map.copyOf(ha1ByAlgorithm);
        }

        /** Of a user who is let in. */
        public Credentials(Map<String, String> ha1ByAlgorithm) {
            this(ha1ByAlgorithm, false);
        }
    }

    /** GATEWAY records, in no order. */
    record Gateways(List<Gateway> gateways) implements OverlayResult {
        public Gateways {
            gateways = List.copyOf(gateways);
        }
    }

    /** No such record: nobody enrolled or stored it. */
    record NotFound() implements OverlayResult {}

    /**
     * The owner of the record refused a binding: it was written by the same Call-ID with this or a higher CSeq (RFC
     * 3261 10.3 step 7). Nothing was changed.
     */
    record OutOfOrder() implements OverlayResult {}

    /** The record would pass a limit of the store (too many bindings, too large). Nothing was changed. */
    record TooMany(String reason) implements OverlayResult {}

    /** The overlay did not answer in time, or its store cannot take writes now. */
    record Unavailable(String reason) implements OverlayResult {}
}
