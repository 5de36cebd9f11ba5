package org.p2psip.storage.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPoliciesTest {
    /** RFC 6940 section 14.4, and the project's own. */
    @ParameterizedTest
    @CsvSource({
        "USER-MATCH, false",
        "NODE-MATCH, false",
        "USER-NODE-MATCH, true",
        "NODE-MULTIPLE, false",
        "EDGE-MATCH, false",
        "SITE-MATCH, true",
        "OPERATOR-MATCH, false"
    })
    void aPolicyIsFoundByItsName(String name, boolean needsDictionary) {
        assertThat(AccessPolicies.of(name, 3)).hasValueSatisfying(policy -> {
            assertThat(policy.name()).isEqualTo(name);
            assertThat(policy.needsDictionary()).isEqualTo(needsDictionary);
        });
        assertThat(AccessPolicies.names()).contains(name);
    }

    @Test
    void onlyNodeMultipleHasAParameter() {
        assertThat(AccessPolicies.of("NODE-MULTIPLE", 3)).contains(new NodeMultiple(3));
        assertThat(AccessPolicies.needsMaxNodeMultiple("NODE-MULTIPLE")).isTrue();
        assertThat(AccessPolicies.needsMaxNodeMultiple("NODE-MATCH")).isFalse();
    }

    @Test
    void anyOtherNameIsNone() {
        assertThat(AccessPolicies.of("EXP-MATCH", 3)).isEmpty();
        assertThat(AccessPolicies.of("", 3)).isEmpty();
    }
}
