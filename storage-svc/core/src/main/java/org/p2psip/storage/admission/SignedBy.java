package org.p2psip.storage.admission;

/** What is known of the certificate that a signature names. */
public sealed interface SignedBy {
    /** It is trusted, valid and not revoked now. */
    record Known(Credential credential) implements SignedBy {}

    /** Nobody showed it here yet. */
    record Unknown() implements SignedBy {}

    /** @param reason why it is not good */
    record NotGood(String reason) implements SignedBy {}
}
