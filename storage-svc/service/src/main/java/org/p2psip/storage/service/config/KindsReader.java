package org.p2psip.storage.service.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.p2psip.identity.Role;
import org.p2psip.storage.access.AccessControl;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.policy.AccessPolicies;
import org.p2psip.storage.access.policy.NodeMultiple;
import org.p2psip.storage.kind.DataModel;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;

/** Reads the kinds of the overlay from {@code p2psip.storage.kinds}, and refuses the first that is wrong. */
@ApplicationScoped
public class KindsReader {
    private static final String KINDS = "p2psip.storage.kinds";

    /**
     * The standard kinds with what the configuration adds and changes.
     *
     * @throws StartRefused when a definition is not allowed
     */
    @Produces
    @Singleton
    public KindCatalog read(StorageConfig config) {
        List<StorageConfig.Kind> given = config.storage().kinds().orElse(List.of());
        List<KindDefinition> kinds = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            kinds.add(kind(KINDS + "[" + i + "].", given.get(i)));
        }
        return switch (KindCatalog.STANDARD.with(kinds)) {
            case KindCatalog.Configured.Valid(KindCatalog catalog) -> catalog;
            case KindCatalog.Configured.Invalid(String reason) -> throw new StartRefused(KINDS + ": " + reason);
        };
    }

    private static KindDefinition kind(String prefix, StorageConfig.Kind given) {
        int id = id(prefix + "id", given.id());
        Optional<KindDefinition> known = KindCatalog.STANDARD.find(id);
        if (known.isPresent()) {
            return bounded(prefix, given, known.get());
        }
        DataModel model = model(prefix + "model", given.model().orElse(""));
        boolean single = model == DataModel.SINGLE;
        AccessControl access = new AccessControl(policy(prefix, given), ofUsers(prefix, given), readers(prefix, given));
        return bounded(
                prefix,
                given,
                new KindDefinition(
                        id,
                        given.name().orElse(KindCatalog.format(id)),
                        model,
                        access,
                        single ? 1 : KindCatalog.MAX_ENTRIES,
                        KindCatalog.MAX_VALUE_BYTES,
                        single ? KindCatalog.MAX_VALUE_BYTES : KindCatalog.MAX_TOTAL_BYTES));
    }

    private static KindDefinition bounded(String prefix, StorageConfig.Kind given, KindDefinition kind) {
        return new KindDefinition(
                kind.id(),
                kind.name(),
                kind.model(),
                kind.access(),
                number(prefix + "max-count", given.maxCount(), kind.maxEntries()),
                number(prefix + "max-size", given.maxSize(), kind.maxValueBytes()),
                number(prefix + "quota", given.quota(), kind.maxTotalBytes()));
    }

    private static int id(String key, String value) {
        return refusing(key, value, "a Kind-ID of 32 bits, as in 0xF0000010", () -> {
            long id = Long.decode(value);
            return id == (id & 0xffffffffL) ? Optional.of((int) id) : Optional.empty();
        });
    }

    private static DataModel model(String key, String value) {
        return refusing(key, value, "single, array or dictionary", () -> named(DataModel.values(), value));
    }

    private static AccessPolicy policy(String prefix, StorageConfig.Kind given) {
        String name = given.access().orElse("");
        int max = 0;
        if (AccessPolicies.needsMaxNodeMultiple(name)) {
            String key = prefix + "max-node-multiple";
            max = number(key, given.maxNodeMultiple(), 0);
            if (max < 1 || max > NodeMultiple.LARGEST) {
                throw StartRefused.setting(
                        key, given.maxNodeMultiple().orElse(""), "a whole number from 1 to " + NodeMultiple.LARGEST);
            }
        }
        int multiple = max;
        return refusing(prefix + "access", name, AccessPolicies.names(), () -> AccessPolicies.of(name, multiple));
    }

    private static boolean ofUsers(String prefix, StorageConfig.Kind given) {
        String value = given.ofUsers().orElse("false");
        return refusing(
                prefix + "of-users",
                value,
                "true or false",
                () -> value.equals("true") || value.equals("false")
                        ? Optional.of(Boolean.valueOf(value))
                        : Optional.empty());
    }

    private static Set<Role> readers(String prefix, StorageConfig.Kind given) {
        Set<Role> readers = EnumSet.noneOf(Role.class);
        for (String reader : given.readers().orElse(List.of())) {
            readers.add(refusing(
                    prefix + "readers",
                    reader,
                    "roles: peer, edge, store, relay, operator, user",
                    () -> named(Role.values(), reader)));
        }
        return readers;
    }

    private static int number(String key, Optional<String> value, int otherwise) {
        return value.isEmpty()
                ? otherwise
                : refusing(key, value.get(), "a whole number", () -> Optional.of(Integer.valueOf(value.get())));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] constants, String name) {
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static <T> T refusing(String key, String value, String allowed, Supplier<Optional<T>> parser) {
        try {
            return parser.get().orElseThrow(() -> StartRefused.setting(key, value, allowed));
        } catch (NumberFormatException e) {
            throw StartRefused.setting(key, value, allowed);
        }
    }
}
