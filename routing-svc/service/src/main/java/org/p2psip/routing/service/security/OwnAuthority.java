package org.p2psip.routing.service.security;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.p2psip.identity.Role;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.service.authority.CertificateChain;
import org.p2psip.routing.service.authority.EnrollmentCall;
import org.p2psip.routing.service.authority.EnrollmentThread;
import org.p2psip.tls.member.EnrollmentAuthority;
import org.p2psip.tls.member.EnrollmentFailure;

/** The enrollment server in this process, for the peer that it is itself: it needs no token to trust itself. */
final class OwnAuthority implements EnrollmentAuthority {
    private static final int TOKEN_SECONDS = 60;
    private static final long PATIENCE_S = 10;

    private final String overlay;
    private final EnrollmentThread thread;

    OwnAuthority(String overlay, EnrollmentThread thread) {
        this.overlay = overlay;
        this.thread = thread;
    }

    @Override
    public Configuration configuration() {
        return new Configuration(overlay, thread.trusted());
    }

    @Override
    public List<X509CRL> revocationLists() throws EnrollmentFailure {
        return ask(EnrollmentCall.LISTS, enrollment -> enrollment.revocations().lists());
    }

    @Override
    public List<X509Certificate> enroll(byte[] csr, String token) throws EnrollmentFailure {
        // It ends the registrations of users that are disabled, with an operator's signature
        List<String> roles = List.of(Role.PEER.label(), Role.OPERATOR.label());
        return chain(ask(EnrollmentCall.ENROLL, enrollment -> enrollment
                .server()
                .createToken(roles, "", TOKEN_SECONDS, 1)
                .then(made -> enrollment.server().enroll(csr, made.token().text(), roles, "", 1))));
    }

    @Override
    public List<X509Certificate> renew(byte[] csr, X509Certificate old, byte[] signature) throws EnrollmentFailure {
        try {
            byte[] certificate = old.getEncoded();
            return chain(
                    ask(EnrollmentCall.RENEW, enrollment -> enrollment.server().renew(csr, certificate, signature)));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    private static List<X509Certificate> chain(CertificateChain chain) {
        return List.of(chain.certificate(), chain.authority());
    }

    private <T> T ask(EnrollmentCall call, EnrollmentThread.Work<T> work) throws EnrollmentFailure {
        CompletableFuture<Ruling<T>> answer = new CompletableFuture<>();
        thread.ask(call, work, answer::complete);
        try {
            return switch (answer.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join()) {
                case Ruling.Granted<T>(T value) -> value;
                case Ruling.Refused<T> refused ->
                    throw new EnrollmentFailure("the enrollment server of this peer says: " + refused.message());
            };
        } catch (CompletionException late) {
            throw new EnrollmentFailure("the enrollment server of this peer does not answer: " + late.getCause());
        }
    }
}
