package org.p2psip.bench.sip;

import java.util.Locale;

/** What is measured. The rates are those that servers are compared at. */
enum Scenario {
    CALL("call", "call-phone", 1_500, Population.REGISTERED, Probe.Kind.OPTIONS),
    OPTIONS("options", "options-phone", 6_000, Population.REGISTERED, Probe.Kind.OPTIONS),
    MISS("miss", null, 6_000, Population.NOBODY, Probe.Kind.INVITE),
    REDIRECT("redirect", null, 6_000, Population.REGISTERED, Probe.Kind.INVITE),
    REFRESH("register", null, 4_000, Population.REGISTERED_EACH, Probe.Kind.REGISTER),
    REGISTER("register", null, 4_000, Population.NOBODY, Probe.Kind.REGISTER),
    /** With digest: both servers ask for passwords. The probe measures the time up to the 401. */
    REGISTER_AUTH("register-auth", null, 4_000, Population.ENROLLED, Probe.Kind.REGISTER);

    /** Whose names stand in the requests. */
    enum Population {
        /** Users that the server has never heard of. */
        NOBODY,
        /** Some users with a password that the server knows. */
        ENROLLED,
        /** Some users, registered before. */
        REGISTERED,
        /** As many users as there are operations, registered before. */
        REGISTERED_EACH
    }

    private final String file;
    private final String phoneFile;
    private final int rate;
    private final Population population;
    private final Probe.Kind probe;

    Scenario(String file, String phoneFile, int rate, Population population, Probe.Kind probe) {
        this.file = file;
        this.phoneFile = phoneFile;
        this.rate = rate;
        this.population = population;
        this.probe = probe;
    }

    /** Name of SIPp's scenario for the side that asks. */
    String file() {
        return file;
    }

    /** Name of SIPp's scenario for the side that is asked; null where the server answers itself. */
    String phoneFile() {
        return phoneFile;
    }

    /** Operations per second. */
    int rate() {
        return rate;
    }

    Population population() {
        return population;
    }

    Probe.Kind probe() {
        return probe;
    }

    /** Whether it needs a server that asks for passwords. */
    boolean needsDigest() {
        return population == Population.ENROLLED;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return label();
    }
}
