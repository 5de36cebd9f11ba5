package org.p2psip.storage.service.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.p2psip.storage.admission.Denial;

/** Counts values whose signature was found right, and writes that were not admitted by the reason. */
public final class AdmissionCounts {
    private final Map<Denial, Counter> denied = new EnumMap<>(Denial.class);
    private final Counter verified;

    public AdmissionCounts(MeterRegistry metrics) {
        verified = Counter.builder("p2psip.storage.signatures.verified")
                .description("Values whose signature was found right")
                .register(metrics);
        for (Denial why : Denial.values()) {
            denied.put(
                    why,
                    Counter.builder("p2psip.storage.writes.denied")
                            .description("Writes that access control did not admit, by reason")
                            .tag("reason", why.label())
                            .register(metrics));
        }
    }

    void verified(int values) {
        verified.increment(values);
    }

    void denied(Denial why) {
        denied.get(why).increment();
    }
}
