package org.p2psip.bench.sip;

/** The domains of the bench; both servers answer for them. */
final class Domains {
    static final String PROXIED = "bench.invalid";
    static final String REDIRECTED = "redirect.invalid";

    private Domains() {}

    static String of(Scenario scenario) {
        return scenario == Scenario.REDIRECT ? REDIRECTED : PROXIED;
    }
}
