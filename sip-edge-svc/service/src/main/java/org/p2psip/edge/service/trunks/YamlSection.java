package org.p2psip.edge.service.trunks;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of a mapping by their keys.
 *
 * @param whole the mapping itself
 */
record YamlSection(YamlValue whole, Map<String, YamlValue> values) {
    /** The value of a key, where it is there. */
    Optional<YamlValue> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** What is read of a key; the default where it is not there, and where it is wrong. */
    <T> T get(String key, T otherwise, Function<YamlValue, Optional<T>> reading) {
        return get(key).flatMap(reading).orElse(otherwise);
    }

    /** What is read of a key that has to be there; empty where it is missing or wrong. */
    <T> Optional<T> require(String key, String allowed, Function<YamlValue, Optional<T>> reading) {
        Optional<YamlValue> value = get(key);
        if (value.isEmpty()) {
            String below = whole.path().isEmpty() ? key : whole.path() + '.' + key;
            whole.problems().add(whole.node().getStartMark(), below + ": is missing: it " + allowed);
        }
        return value.flatMap(reading);
    }

    /** Whether the key is there. */
    boolean has(String key) {
        return values.containsKey(key);
    }
}
