package org.p2psip.routing.service.authority;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;

/** Counts what the enrollment server was asked for, by call and result; both come from closed sets. */
@Singleton
final class EnrollmentMetrics {
    private static final String NAME = "p2psip.enrollment.requests";

    private final Map<EnrollmentCall, Counter> granted = new EnumMap<>(EnrollmentCall.class);
    private final Map<EnrollmentCall, Map<Cause, Counter>> refused = new EnumMap<>(EnrollmentCall.class);
    private final AtomicLong authorityEnds;
    private final AtomicLong certificates;

    EnrollmentMetrics(MeterRegistry registry) {
        for (EnrollmentCall call : EnrollmentCall.values()) {
            String callTag = lower(call);
            granted.put(call, registry.counter(NAME, "call", callTag, "result", "ok"));
            Map<Cause, Counter> causes = new EnumMap<>(Cause.class);
            for (Cause cause : Cause.values()) {
                causes.put(cause, registry.counter(NAME, "call", callTag, "result", lower(cause)));
            }
            refused.put(call, causes);
        }
        authorityEnds = registry.gauge("p2psip.enrollment.authority.ends.seconds", new AtomicLong());
        certificates = registry.gauge("p2psip.enrollment.certificates", new AtomicLong());
    }

    void count(EnrollmentCall call, Ruling<?> ruling) {
        if (ruling instanceof Ruling.Refused<?> no) {
            refused.get(call).get(no.cause()).increment();
        } else {
            granted.get(call).increment();
        }
    }

    void stands(Enrollment enrollment) {
        X509Certificate signing = enrollment.authorities().trusted().signing().certificate();
        authorityEnds.set(signing.getNotAfter().toInstant().getEpochSecond());
        certificates.set(enrollment.revocations().kept());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
