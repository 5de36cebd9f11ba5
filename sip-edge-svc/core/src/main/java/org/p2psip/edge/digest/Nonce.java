package org.p2psip.edge.digest;

/**
 * What a nonce says (RFC 7616 5.4): it is signed, so that nothing has to be kept for those who never answer.
 *
 * @param issuedMillis when it was issued, in ms since the epoch
 * @param edge the run of an edge that issued it, and that alone counts its uses; another number after each restart
 * @param sequence how many that edge had issued before
 * @param source tells to whom it was issued
 */
public record Nonce(long issuedMillis, long edge, long sequence, int source) {

    /** What the check of a nonce found. */
    public sealed interface Verdict {}

    /** Issued by this edge, and not too old: its count decides. */
    public record Valid(Nonce nonce) implements Verdict {}

    /** Genuine, but too old or another edge's: challenge with {@code stale=true} when the response is right. */
    public record Stale(Nonce nonce) implements Verdict {}

    /** Not made with the secret: challenge as if there were no credentials. */
    public record Forged() implements Verdict {}
}
