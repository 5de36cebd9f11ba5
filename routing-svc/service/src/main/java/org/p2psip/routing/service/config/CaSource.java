package org.p2psip.routing.service.config;

import java.nio.file.Path;

/** Where the CA of the enrollment server comes from. */
public sealed interface CaSource {
    /** This peer is no enrollment server. */
    record None() implements CaSource {}

    /** It is made at the first start, in the directory of this service. */
    record Own() implements CaSource {}

    /**
     * An operator gives it.
     *
     * @param certificate file with its certificate, PEM
     * @param key file with its private key, PEM
     */
    record Given(Path certificate, Path key) implements CaSource {}
}
