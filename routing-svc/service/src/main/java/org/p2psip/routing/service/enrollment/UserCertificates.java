package org.p2psip.routing.service.enrollment;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.authority.CertificateRequest;
import org.p2psip.routing.authority.Revocation.Reason;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.service.authority.EnrollmentCall;
import org.p2psip.routing.service.authority.EnrollmentThread;
import org.p2psip.routing.service.storage.PeerLoop;

/** Certificates of users. Called on the peer loop, where answers come, too; the work is done on the CA's thread. */
@Singleton
final class UserCertificates {
    private final EnrollmentThread thread;
    private final PeerLoop loop;

    UserCertificates(EnrollmentThread thread, PeerLoop loop) {
        this.thread = thread;
        this.loop = loop;
    }

    /** Checks a request before anything is changed. */
    void check(ByteString csr, Consumer<Ruling<CertificateRequest>> done) {
        ask(enrollment -> enrollment.server().check(csr.toByteArray()), done);
    }

    /** Certifies an enrolled user; hands over the chain, its own certificate first. */
    void certify(Aor user, CertificateRequest request, Consumer<Ruling<List<ByteString>>> done) {
        ask(
                enrollment -> enrollment
                        .server()
                        .certify(user, request)
                        .then(chain -> Ruling.granted(CertificateMessages.encode(chain))),
                done);
    }

    /** Puts the certificates of a user on hold, or withdraws them, where this peer issues any. */
    void end(Aor user, Reason reason, Consumer<Ruling<Integer>> done) {
        whereIssued(enrollment -> enrollment.revocations().end(user, reason), done);
    }

    /** Makes the certificates of a user good again. */
    void release(Aor user, Consumer<Ruling<Integer>> done) {
        whereIssued(enrollment -> enrollment.revocations().release(user), done);
    }

    private void whereIssued(EnrollmentThread.Work<Integer> work, Consumer<Ruling<Integer>> done) {
        if (thread.isServer()) {
            ask(work, done);
        } else {
            done.accept(Ruling.granted(0));
        }
    }

    private <T> void ask(EnrollmentThread.Work<T> work, Consumer<Ruling<T>> done) {
        thread.ask(EnrollmentCall.USER, work, ruling -> loop.execute(() -> done.accept(ruling)));
    }
}
