package org.p2psip.edge.service.trunks;

import java.util.List;
import java.util.Optional;
import org.p2psip.edge.number.E164;
import org.p2psip.edge.number.NumberPattern;
import org.p2psip.edge.number.NumberRule;
import org.p2psip.edge.number.NumberRules;

/** Lists of {@code {match, strip, prepend}}. */
final class NumberRulesReader {
    private NumberRulesReader() {}

    static Optional<NumberRules> read(YamlValue value) {
        List<NumberRule> rules = value.list(NumberRules.MAX_RULES, NumberRulesReader::rule);
        return Optional.of(new NumberRules(rules));
    }

    private static Optional<NumberRule> rule(YamlValue value) {
        YamlSection section = value.section("match", "strip", "prepend");
        Optional<NumberPattern> match =
                section.require("match", "must be a pattern such as 00Z.", NumberRulesReader::pattern);
        int strip = section.get("strip", 0, v -> v.number(0, NumberRule.MAX_CHANGE));
        String prepend = section.get("prepend", "", NumberRulesReader::prepended);
        return match.map(pattern -> new NumberRule(pattern, strip, prepend));
    }

    private static Optional<NumberPattern> pattern(YamlValue value) {
        Optional<String> text = value.text();
        Optional<String> problem = text.flatMap(NumberPattern::problem);
        problem.ifPresent(why -> value.refuse("must be a pattern such as 00Z.: " + why));
        return problem.isPresent() ? Optional.empty() : text.map(NumberPattern::of);
    }

    private static Optional<String> prepended(YamlValue value) {
        return value.as("must be up to " + NumberRule.MAX_CHANGE + " of 0-9 + * #", text -> Optional.of(text)
                .filter(t -> t.length() <= NumberRule.MAX_CHANGE && E164.isDialString(t)));
    }
}
