package org.p2psip.storage.kind;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.p2psip.identity.Role;
import org.p2psip.storage.access.AccessControl;
import org.p2psip.storage.access.policy.EdgeMatch;
import org.p2psip.storage.access.policy.NodeMatch;
import org.p2psip.storage.access.policy.NodeMultiple;
import org.p2psip.storage.access.policy.OperatorMatch;
import org.p2psip.storage.access.policy.SiteMatch;
import org.p2psip.storage.access.policy.UserMatch;
import org.p2psip.storage.access.policy.UserNodeMatch;

/**
 * The kinds that this overlay stores: those of RFC 6940 section 14.6 and RFC 7904 section 9, and private ones from
 * 0xF0000001 on.
 */
public final class KindCatalog {
    public static final int SIP_REGISTRATION = 0x1;
    public static final int TURN_SERVICE = 0x2;
    public static final int CERTIFICATE_BY_NODE = 0x3;
    public static final int CERTIFICATE_BY_USER = 0x10;
    public static final int EDGE_REGISTRATION = 0xF0000001;
    public static final int GATEWAY = 0xF0000002;
    public static final int CREDENTIALS = 0xF0000003;

    /** Kinds that edges and users write, who have keys of their own: a store can demand their signatures. */
    public static final Set<Integer> SIGNED = Set.of(SIP_REGISTRATION, EDGE_REGISTRATION, GATEWAY);

    /** Most values of an array or a dictionary. */
    public static final int MAX_ENTRIES = 64;
    /** Longest value of any kind. */
    public static final int MAX_VALUE_BYTES = 8192;
    /** Most bytes of the keys and values of an array or a dictionary. */
    public static final int MAX_TOTAL_BYTES = 65_536;
    /** Resources at which a relay may announce itself (RFC 6940 section 9). */
    public static final int TURN_SERVICE_MULTIPLE = 20;

    public static final KindCatalog STANDARD = new KindCatalog(
            dictionary(SIP_REGISTRATION, "SIP-REGISTRATION", AccessControl.readableByAll(new UserNodeMatch(), true)),
            single(
                    TURN_SERVICE,
                    "TURN-SERVICE",
                    AccessControl.readableByAll(new NodeMultiple(TURN_SERVICE_MULTIPLE), false)),
            array(CERTIFICATE_BY_NODE, "CERTIFICATE_BY_NODE", AccessControl.readableByAll(new NodeMatch(), false)),
            array(CERTIFICATE_BY_USER, "CERTIFICATE_BY_USER", AccessControl.readableByAll(new UserMatch(), false)),
            dictionary(EDGE_REGISTRATION, "EDGE-REGISTRATION", AccessControl.readableByAll(new EdgeMatch(), true)),
            dictionary(GATEWAY, "GATEWAY", AccessControl.readableByAll(new SiteMatch(), false)),
            single(
                    CREDENTIALS,
                    "CREDENTIALS",
                    new AccessControl(new OperatorMatch(), true, Set.of(Role.EDGE, Role.RELAY))));

    private final Map<Integer, KindDefinition> byId;

    /** What came of definitions from the overlay's configuration. */
    public sealed interface Configured {
        record Valid(KindCatalog catalog) implements Configured {}

        /** @param reason what was wrong, with which value, and what would be right */
        record Invalid(String reason) implements Configured {}
    }

    public KindCatalog(KindDefinition... kinds) {
        byId = Arrays.stream(kinds).collect(Collectors.toUnmodifiableMap(KindDefinition::id, Function.identity()));
    }

    /**
     * This catalog with definitions of a configuration: private kinds of its own, or other bounds for a kind that is
     * here (RFC 6940 section 11.1 "required-kinds").
     */
    public Configured with(List<KindDefinition> configured) {
        Map<Integer, KindDefinition> all = new TreeMap<>(byId);
        for (KindDefinition kind : configured) {
            Optional<String> wrong = KindRules.check(kind, byId.get(kind.id()));
            if (wrong.isPresent()) {
                return new Configured.Invalid(wrong.get());
            }
            if (all.put(kind.id(), kind) != byId.get(kind.id())) {
                return new Configured.Invalid("Kind " + format(kind.id()) + " is defined twice");
            }
        }
        return new Configured.Valid(new KindCatalog(all.values().toArray(KindDefinition[]::new)));
    }

    public Optional<KindDefinition> find(int kind) {
        return Optional.ofNullable(byId.get(kind));
    }

    /** What a refusal says of a kind that is not here. */
    public static String unknown(int kind) {
        return "Kind " + format(kind) + " is not one that this overlay stores";
    }

    /** A Kind-ID as people write it: 0x1, 0xF0000001. */
    public static String format(int kind) {
        return "0x" + Integer.toHexString(kind).toUpperCase(Locale.ROOT);
    }

    private static KindDefinition single(int id, String name, AccessControl access) {
        return new KindDefinition(id, name, DataModel.SINGLE, access, 1, MAX_VALUE_BYTES, MAX_VALUE_BYTES);
    }

    private static KindDefinition array(int id, String name, AccessControl access) {
        return new KindDefinition(id, name, DataModel.ARRAY, access, MAX_ENTRIES, MAX_VALUE_BYTES, MAX_TOTAL_BYTES);
    }

    private static KindDefinition dictionary(int id, String name, AccessControl access) {
        return new KindDefinition(
                id, name, DataModel.DICTIONARY, access, MAX_ENTRIES, MAX_VALUE_BYTES, MAX_TOTAL_BYTES);
    }
}
