package org.p2psip.storage.kind;

import java.util.Optional;

/** What a configuration may say of a kind (RFC 6940 sections 7.3, 11.1 and 14.6). */
final class KindRules {
    private static final int FIRST_PRIVATE = 0xF0000001;
    private static final int LAST_PRIVATE = 0xFFFFFFFD;

    private KindRules() {}

    /**
     * The first thing that is wrong with a definition, or nothing.
     *
     * @param known what the catalog has under the same Kind-ID, or null
     */
    static Optional<String> check(KindDefinition kind, KindDefinition known) {
        String name = "Kind " + KindCatalog.format(kind.id());
        if (known == null && !isPrivate(kind.id())) {
            return Optional.of(name + " is neither registered nor private; private ones are "
                    + KindCatalog.format(FIRST_PRIVATE) + " to " + KindCatalog.format(LAST_PRIVATE));
        }
        if (known != null && (kind.model() != known.model() || !kind.access().equals(known.access()))) {
            return Optional.of(name + " is a " + known.model() + " with "
                    + known.access().policy().name() + " wherever it is stored; only its bounds can be configured");
        }
        if (kind.access().policy().needsDictionary() && kind.model() != DataModel.DICTIONARY) {
            return Optional.of(name + " is a " + kind.model() + "; "
                    + kind.access().policy().name() + " needs a DICTIONARY");
        }
        int mostEntries = kind.model() == DataModel.SINGLE ? 1 : KindCatalog.MAX_ENTRIES;
        return outside(name, "max-count", kind.maxEntries(), 1, mostEntries)
                .or(() -> outside(name, "max-size", kind.maxValueBytes(), 1, KindCatalog.MAX_VALUE_BYTES))
                .or(() -> outside(
                        name,
                        "quota",
                        kind.maxTotalBytes(),
                        kind.maxValueBytes(),
                        KindCatalog.MAX_ENTRIES * KindCatalog.MAX_VALUE_BYTES));
    }

    private static Optional<String> outside(String name, String what, int value, int least, int most) {
        return value >= least && value <= most
                ? Optional.empty()
                : Optional.of(name + " has a " + what + " of " + value + "; it is " + least + " to " + most);
    }

    private static boolean isPrivate(int id) {
        return Integer.compareUnsigned(id, FIRST_PRIVATE) >= 0 && Integer.compareUnsigned(id, LAST_PRIVATE) <= 0;
    }
}
