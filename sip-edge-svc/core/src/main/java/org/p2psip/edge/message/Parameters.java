package org.p2psip.edge.message;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of a header field, {@code ;name=value} (RFC 3261 25.1 generic-param), in their order. As a map: names in
 * lower case, values without quotes and escapes, an empty value for a parameter that has none.
 */
final class Parameters extends AbstractMap<String, String> {
    /** Parameters that there is room for at first: what a From or a Via has. */
    private static final int USUAL = 2;

    static final Parameters NONE = new Parameters(new String[0]);

    /** Name, then value as written or null when there is none, for each parameter. */
    private final String[] pairs;

    private Parameters(String[] pairs) {
        this.pairs = pairs;
    }

    /**
     * Reads the rest of a header value.
     *
     * @return null when it is not a row of parameters, or when a name stands there twice (RFC 3261 7.3.1)
     */
    static Parameters parse(String text, int from, int end) {
        int i = Grammar.skipSpace(text, from, end);
        if (i == end) {
            return NONE;
        }
        String[] pairs = new String[2 * USUAL];
        int filled = 0;
        while (i < end) {
            if (text.charAt(i) != ';') {
                return null;
            }
            i = Grammar.skipSpace(text, i + 1, end);
            int nameEnd = Grammar.tokenEnd(text, i, end);
            if (nameEnd == i) {
                return null;
            }
            String name = KnownWords.parameter(text, i, nameEnd);
            if (indexOf(pairs, filled, name) >= 0) {
                return null;
            }
            if (filled == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * filled);
            }
            pairs[filled] = name;
            i = Grammar.skipSpace(text, nameEnd, end);
            if (i < end && text.charAt(i) == '=') {
                i = Grammar.skipSpace(text, i + 1, end);
                int valueEnd = valueEnd(text, i, end);
                if (valueEnd <= i) {
                    return null;
                }
                pairs[filled + 1] = text.substring(i, valueEnd);
                i = Grammar.skipSpace(text, valueEnd, end);
            }
            filled += 2;
        }
        return new Parameters(filled == pairs.length ? pairs : Arrays.copyOf(pairs, filled));
    }

    /** The same parameters; values that are no plain text get quotes. */
    static Parameters of(Map<String, String> map) {
        if (map instanceof Parameters parameters) {
            return parameters;
        }
        List<String> pairs = new ArrayList<>(2 * map.size());
        map.forEach((name, value) -> {
            boolean plain = value.chars().allMatch(c -> isValue((char) c));
            pairs.add(name);
            pairs.add(value.isEmpty() ? null : plain ? value : Grammar.quote(value));
        });
        return new Parameters(pairs.toArray(String[]::new));
    }

    private static int indexOf(String[] pairs, int filled, String name) {
        for (int i = 0; i < filled; i += 2) {
            if (pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static int valueEnd(String text, int from, int end) {
        if (from < end && text.charAt(from) == '"') {
            return Grammar.quotedEnd(text, from, end);
        }
        int i = from;
        while (i < end && isValue(text.charAt(i))) {
            i++;
        }
        return i;
    }

    // Wider than token and host: phones put '=' and '@' into tags and branches, and nobody is misled by it
    private static boolean isValue(char c) {
        return c > ' ' && c != 0x7f && c != ';' && c != ',' && c != '"' && c != '<' && c != '>';
    }

    @Override
    public String get(Object name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1] == null ? "" : Grammar.unquote(pairs[i + 1]);
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        Set<Entry<String, String>> entries = new LinkedHashSet<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.add(new SimpleImmutableEntry<>(pairs[i], get(pairs[i])));
        }
        return entries;
    }

    /** The parameters with this one: in its place when it is there, else as the last. */
    Parameters with(String name, String value) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                String[] changed = pairs.clone();
                changed[i + 1] = value;
                return new Parameters(changed);
            }
        }
        String[] longer = Arrays.copyOf(pairs, pairs.length + 2);
        longer[pairs.length] = name;
        longer[pairs.length + 1] = value;
        return new Parameters(longer);
    }

    /** As in a message: {@code ;name=value;name}. */
    void appendTo(StringBuilder out) {
        for (int i = 0; i < pairs.length; i += 2) {
            out.append(';').append(pairs[i]);
            if (pairs[i + 1] != null) {
                out.append('=').append(pairs[i + 1]);
            }
        }
    }
}
