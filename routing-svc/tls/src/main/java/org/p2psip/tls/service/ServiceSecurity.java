package org.p2psip.tls.service;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.p2psip.identity.Role;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.Trust;
import org.p2psip.tls.call.CallAdmission;
import org.p2psip.tls.call.CallRoles;
import org.p2psip.tls.member.EnrollmentAuthority;
import org.p2psip.tls.member.EnrollmentConnection;
import org.p2psip.tls.member.MemberKeys;
import org.p2psip.tls.member.MemberSettings;
import org.p2psip.tls.member.MemberThread;
import org.p2psip.tls.socket.SecuredSockets;

/** The security of one running service: its keys, the thread that keeps them current, and who may call what. */
public final class ServiceSecurity implements AutoCloseable {
    private final TlsCounts counts;
    private final Optional<MemberKeys> keys;
    private final Optional<MemberThread> thread;
    private final GrpcSecurity grpc;
    private final CallAdmission admission;
    private final Optional<SecuredSockets> sockets;

    private ServiceSecurity(
            TlsCounts counts,
            Optional<MemberKeys> keys,
            Optional<MemberThread> thread,
            GrpcSecurity grpc,
            CallAdmission admission,
            Optional<SecuredSockets> sockets) {
        this.counts = counts;
        this.keys = keys;
        this.thread = thread;
        this.grpc = grpc;
        this.admission = admission;
        this.sockets = sockets;
    }

    /**
     * Begins to enroll, or goes on with the certificate that is there.
     *
     * @param role of this service
     * @param table who may make its calls
     * @throws IOException when the directory of the keys cannot be used, with a message for the operator
     */
    public static ServiceSecurity start(TlsSettings settings, Role role, CallRoles table) throws IOException {
        return settings.enabled()
                ? start(
                        settings.member(),
                        role,
                        table,
                        security -> new EnrollmentConnection(settings.enrollment(), role, security))
                : none(table);
    }

    /** The same for the peer that is the enrollment server. */
    public static ServiceSecurity start(TlsSettings settings, CallRoles table, EnrollmentAuthority itself)
            throws IOException {
        return settings.enabled()
                ? start(settings.member().ofEnrollmentServer(), Role.PEER, table, security -> itself)
                : none(table);
    }

    private static ServiceSecurity start(
            MemberSettings settings, Role role, CallRoles table, MemberKeys.Connect connect) throws IOException {
        TlsCounts counts = new TlsCounts();
        MemberKeys keys = new MemberKeys(settings, role, connect, InstantSource.system(), counts);
        GrpcSecurity grpc = keys.security();
        CallAdmission admission = new CallAdmission(grpc, table);
        SecuredSockets sockets = new SecuredSockets(grpc, role);
        MemberThread thread = new MemberThread(
                keys,
                () -> {
                    admission.sweep();
                    sockets.sweep();
                },
                counts);
        thread.start();
        return new ServiceSecurity(
                counts, Optional.of(keys), Optional.of(thread), grpc, admission, Optional.of(sockets));
    }

    /** No security, for loopback. */
    public static ServiceSecurity none(CallRoles table) {
        GrpcSecurity none = GrpcSecurity.plaintext();
        return new ServiceSecurity(
                new TlsCounts(),
                Optional.empty(),
                Optional.empty(),
                none,
                new CallAdmission(none, table),
                Optional.empty());
    }

    /** How connections are made and served. */
    public GrpcSecurity grpc() {
        return grpc;
    }

    /** For the gRPC server. */
    public CallAdmission admission() {
        return admission;
    }

    /** Sockets among those of the same role and site; empty without TLS. */
    public Optional<SecuredSockets> sockets() {
        return sockets;
    }

    /** What was counted. */
    public TlsCounts counts() {
        return counts;
    }

    /** What this service shows; empty without TLS, and before it is enrolled. */
    public Optional<MemberCertificate> own() {
        return keys.flatMap(MemberKeys::own);
    }

    /** The CAs that are trusted, that of the one that signs first; none without TLS. */
    public List<X509Certificate> authorities() {
        return keys.map(MemberKeys::trust).map(Trust::authorities).orElse(List.of());
    }

    /** Why there is no certificate yet; empty when there is one, or none is needed. */
    public Optional<String> missing() {
        return keys.filter(any -> any.own().isEmpty()).map(MemberKeys::problem);
    }

    /** Waits for the first certificate; false when there is none in time. */
    public boolean awaitCertificate(Duration limit) throws InterruptedException {
        return thread.isEmpty() || thread.get().awaitCertificate(limit);
    }

    @Override
    public void close() {
        thread.ifPresent(MemberThread::close);
    }
}
