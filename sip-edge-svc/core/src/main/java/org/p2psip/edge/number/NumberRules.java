package org.p2psip.edge.number;

import java.util.List;

/** Rules in their order: the first that matches changes the number, and no other does. */
public record NumberRules(List<NumberRule> rules) {
    /** No rules: numbers stay as they are. */
    public static final NumberRules NONE = new NumberRules(List.of());

    /** Most rules of one list: each costs one look at the number. */
    public static final int MAX_RULES = 1_000;

    /** @throws IllegalArgumentException when there are more than {@link #MAX_RULES} */
    public NumberRules {
        rules = List.copyOf(rules);
        if (rules.size() > MAX_RULES) {
            throw new IllegalArgumentException("at most " + MAX_RULES + " rules, not " + rules.size());
        }
    }

    /** The number after the first rule that matches; as it is when none does. */
    public String apply(String number) {
        for (int i = 0; i < rules.size(); i++) {
            NumberRule rule = rules.get(i);
            if (rule.match().matches(number)) {
                return rule.apply(number);
            }
        }
        return number;
    }
}
