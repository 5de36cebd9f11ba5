package org.p2psip.edge.service.trunks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value of a YAML document and the key that leads to it. What cannot be read is a problem with its line; the reading
 * then goes on, so that one look shows all problems. Scalars are taken as they are written: 0049 is no octal number.
 *
 * @param path the keys that lead here, such as {@code trunks[0].hosts[1].uri}
 */
record YamlValue(Node node, String path, YamlProblems problems) {
    private static final int MAX_SHOWN = 80;
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    /** The value is wrong. */
    void refuse(String allowed) {
        problems.add(node.getStartMark(), path + ": " + shown() + ": " + allowed);
    }

    /** The value is wrong, and a secret. */
    void refuseUnshown(String allowed) {
        problems.add(node.getStartMark(), path + ": (not shown): " + allowed);
    }

    private String shown() {
        if (!(node instanceof ScalarNode scalar)) {
            return node instanceof MappingNode ? "a mapping" : "a list";
        }
        String text = scalar.getValue().replace('\n', ' ');
        return '"' + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text) + '"';
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** The text of a scalar that is not empty. */
    Optional<String> text() {
        return as("must be a text that is not empty", Optional::of);
    }

    /** What is read of a scalar that is not empty; the reading gives empty for what is wrong. */
    <T> Optional<T> as(String allowed, Function<String, Optional<T>> reading) {
        Optional<T> read =
                node instanceof ScalarNode scalar && !scalar.getValue().isBlank()
                        ? reading.apply(scalar.getValue().strip())
                        : Optional.empty();
        if (read.isEmpty()) {
            refuse(allowed);
        }
        return read;
    }

    /** A whole number. */
    Optional<Integer> number(int least, int most) {
        return as("must be a number of " + least + " to " + most, text -> {
            boolean digits = text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            int value = digits ? Integer.parseInt(text) : -1;
            return value >= least && value <= most ? Optional.of(value) : Optional.empty();
        });
    }

    /** true or false. */
    Optional<Boolean> flag() {
        return as("must be true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** A number with its unit: 500ms, 30s, 5m, 12h. */
    Optional<Duration> duration(Duration least, Duration most) {
        String allowed = "must be " + written(least) + " to " + written(most) + ", as a number with ms, s, m or h";
        return as(allowed, text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            long number = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    };
            return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0
                    ? Optional.of(duration)
                    : Optional.empty();
        });
    }

    private static String written(Duration duration) {
        if (duration.toMillisPart() > 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 3_600 == 0 && !duration.isZero()
                ? duration.toHours() + "h"
                : duration.toSeconds() + "s";
    }

    /** The elements of a list. */
    List<YamlValue> items(int most) {
        if (!(node instanceof SequenceNode sequence)) {
            refuse("must be a list");
            return List.of();
        }
        if (sequence.getValue().size() > most) {
            refuse("must have at most " + most + " elements, not "
                    + sequence.getValue().size());
            return List.of();
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(item, path + '[' + items.size() + ']', problems));
        }
        return items;
    }

    /** The elements of a list, each read; those that are wrong are left out. */
    <T> List<T> list(int most, Function<YamlValue, Optional<T>> reading) {
        return items(most).stream().map(reading).flatMap(Optional::stream).toList();
    }

    /** The mapping; every key that is none of {@code keys}, or stands twice, is a problem. */
    YamlSection section(String... keys) {
        Map<String, YamlValue> values = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            refuse("must be a mapping with the keys " + String.join(", ", keys));
            return new YamlSection(this, values);
        }
        List<String> known = List.of(keys);
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String below = path.isEmpty() ? key : path + '.' + key;
            if (!known.contains(key)) {
                problems.add(
                        tuple.getKeyNode().getStartMark(),
                        below + ": is no key here; there are " + String.join(", ", keys));
            } else if (values.put(key, new YamlValue(tuple.getValueNode(), below, problems)) != null) {
                problems.add(tuple.getKeyNode().getStartMark(), below + ": stands twice");
            }
        }
        return new YamlSection(this, values);
    }
}
