package org.p2psip.edge;

import java.util.List;
import java.util.Set;
import org.p2psip.edge.auth.DigestConfig;
import org.p2psip.edge.locate.LocateConfig;
import org.p2psip.edge.outbound.OutboundConfig;
import org.p2psip.edge.policy.IdentityConfig;
import org.p2psip.edge.protect.ProtectConfig;
import org.p2psip.edge.proxy.ProxyConfig;
import org.p2psip.edge.regevent.RegEventConfig;
import org.p2psip.edge.registrar.RegistrarConfig;
import org.p2psip.edge.route.AdvertisedAddress;
import org.p2psip.edge.route.Alias;

/**
 * What an edge is configured with. The service checks every value before it makes one.
 *
 * @param domains own domains, lower case
 * @param redirectDomains those of them whose requests are answered 302 instead of forwarded
 * @param auth how users prove who they are
 * @param digest what challenges offer
 * @param identities whom users may act for
 * @param advertised how others reach this edge: what Via, Record-Route and Path say
 * @param aliases other names and addresses that mean this edge
 * @param secret key for nonces and Record-Route tokens, at least 32 bytes; the same at every edge of a site
 * @param minExpiresSeconds least registration time (423 below)
 * @param maxExpiresSeconds longest registration time; longer requests are shortened
 * @param defaultExpiresSeconds for a REGISTER that names none
 * @param nonceLifetimeSeconds a nonce is stale after that
 * @param outbound how phones are reached over their flows, and edges by each other
 * @param registrar what registrations have to be like
 * @param regEvent who may subscribe to registrations, for how long
 * @param limits bounds of tables and queues
 * @param locate how servers are found
 * @param proxy what the proxy does with requests
 * @param protect rates, bans and overload
 */
public record EdgeConfig(
        Set<String> domains,
        Set<String> redirectDomains,
        Auth auth,
        DigestConfig digest,
        IdentityConfig identities,
        AdvertisedAddress advertised,
        List<Alias> aliases,
        byte[] secret,
        int minExpiresSeconds,
        int maxExpiresSeconds,
        int defaultExpiresSeconds,
        int nonceLifetimeSeconds,
        OutboundConfig outbound,
        RegistrarConfig registrar,
        RegEventConfig regEvent,
        Limits limits,
        LocateConfig locate,
        ProxyConfig proxy,
        ProtectConfig protect) {

    public EdgeConfig {
        domains = Set.copyOf(domains);
        redirectDomains = Set.copyOf(redirectDomains);
        aliases = List.copyOf(aliases);
        secret = secret.clone();
    }

    /** How users prove who they are. */
    public enum Auth {
        DIGEST,
        /** Anybody may register any AOR of an own domain: for loopback and measurements. */
        NONE
    }

    /**
     * Bounds. At each one new work is refused with 503 and Retry-After, and counted.
     *
     * @param transactions server and client transactions together
     * @param calls answered calls kept for their record
     * @param cachedRouteSets AORs whose bindings are kept
     * @param cachedCredentials users whose digest hashes are kept
     * @param pendingRequests questions to the overlay that wait for their answer
     * @param branches targets of one request
     */
    public record Limits(
            int transactions,
            int calls,
            int cachedRouteSets,
            int cachedCredentials,
            int pendingRequests,
            int branches) {
        public static Limits defaults() {
            return new Limits(200_000, 100_000, 50_000, 50_000, 20_000, 10);
        }
    }
}
