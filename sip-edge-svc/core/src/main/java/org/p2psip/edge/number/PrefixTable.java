package org.p2psip.edge.number;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Values by prefix of an E.164 number, found by the longest one: a tree of digits in two arrays. A search looks at no
 * more digits than the number has.
 *
 * @param <V> value
 */
public final class PrefixTable<V> {
    private static final int FANOUT = 10;
    private static final int ROOM = 16;

    /** Ten children for each node; 0 for none, as the root is nobody's child. */
    private int[] children = new int[ROOM * FANOUT];

    private Object[] values = new Object[ROOM];
    private int nodes = 1;
    private int size;

    /**
     * Adds a prefix.
     *
     * @param prefix {@code +} and up to 15 digits; {@code +} alone is the prefix of every number
     * @return the value that it had; null when it is new
     */
    public V put(String prefix, V value) {
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException("a prefix is + and up to 15 digits, not " + prefix);
        }
        int node = 0;
        for (int i = 1; i < prefix.length(); i++) {
            int slot = node * FANOUT + prefix.charAt(i) - '0';
            if (children[slot] == 0) {
                int child = newNode(); // may put another array in the place of children
                children[slot] = child;
            }
            node = children[slot];
        }
        V before = valueOf(node);
        values[node] = value;
        size += before == null ? 1 : 0;
        return before;
    }

    private int newNode() {
        if (nodes == values.length) {
            values = Arrays.copyOf(values, 2 * nodes);
            children = Arrays.copyOf(children, 2 * nodes * FANOUT);
        }
        return nodes++;
    }

    /** Whether the text can be a prefix. */
    public static boolean isPrefix(String text) {
        return text.equals("+") || E164.isNumber(text);
    }

    /** The value of the longest prefix that is accepted; null when there is none. */
    public V longest(String number, Predicate<V> accepted) {
        if (size == 0 || number.isEmpty() || number.charAt(0) != '+') {
            return null;
        }
        V best = acceptable(0, accepted);
        int node = 0;
        for (int i = 1; i < number.length(); i++) {
            int digit = number.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            node = children[node * FANOUT + digit];
            if (node == 0) {
                return best;
            }
            V found = acceptable(node, accepted);
            best = found == null ? best : found;
        }
        return best;
    }

    /** The value of the longest prefix; null when there is none. */
    public V longest(String number) {
        return longest(number, any -> true);
    }

    /** Number of prefixes. */
    public int size() {
        return size;
    }

    private V acceptable(int node, Predicate<V> accepted) {
        V value = valueOf(node);
        return value != null && accepted.test(value) ? value : null;
    }

    @SuppressWarnings("unchecked")
    private V valueOf(int node) {
        return (V) values[node];
    }
}
