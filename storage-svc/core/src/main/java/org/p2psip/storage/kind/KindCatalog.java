package org.p2psip.storage.kind;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    /** Most values of an array or a dictionary. */
    public static final int MAX_ENTRIES = 64;
    /** Longest value of any kind. */
    public static final int MAX_VALUE_BYTES = 8192;

    /** Most bytes of the keys and values of an array or a dictionary. */
    public static final int MAX_TOTAL_BYTES = 65_536;

    public static final KindCatalog STANDARD = new KindCatalog(
            several(SIP_REGISTRATION, "SIP-REGISTRATION", DataModel.DICTIONARY),
            one(TURN_SERVICE, "TURN-SERVICE"),
            several(CERTIFICATE_BY_NODE, "CERTIFICATE_BY_NODE", DataModel.ARRAY),
            several(CERTIFICATE_BY_USER, "CERTIFICATE_BY_USER", DataModel.ARRAY),
            several(EDGE_REGISTRATION, "EDGE-REGISTRATION", DataModel.DICTIONARY),
            several(GATEWAY, "GATEWAY", DataModel.DICTIONARY),
            one(CREDENTIALS, "CREDENTIALS"));

    private final Map<Integer, KindDefinition> byId;

    public KindCatalog(KindDefinition... kinds) {
        byId = Arrays.stream(kinds).collect(Collectors.toUnmodifiableMap(KindDefinition::id, Function.identity()));
    }

    public Optional<KindDefinition> find(int kind) {
        return Optional.ofNullable(byId.get(kind));
    }

    private static KindDefinition one(int id, String name) {
        return new KindDefinition(id, name, DataModel.SINGLE, 1, MAX_VALUE_BYTES, MAX_VALUE_BYTES);
    }

    private static KindDefinition several(int id, String name, DataModel model) {
        return new KindDefinition(id, name, model, MAX_ENTRIES, MAX_VALUE_BYTES, MAX_TOTAL_BYTES);
    }

    /** A Kind-ID as people write it: 0x1, 0xF0000001. */
    public static String format(int kind) {
        return "0x" + Integer.toHexString(kind).toUpperCase(java.util.Locale.ROOT);
    }
}
