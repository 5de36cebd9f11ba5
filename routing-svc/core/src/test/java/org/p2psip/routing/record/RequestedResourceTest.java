package org.p2psip.routing.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.routing.ring.ResourceId;

class RequestedResourceTest {
    private static final String NAME = "alice@example.org";
    private static final ResourceId ID = ResourceId.ofName(NAME);
    private static final byte[] NONE = {};

    @Test
    void nameIsHashedIdIsTakenAndBothMayAgree() {
        RequestedResource resolved = new RequestedResource.Resolved(ID);
        assertThat(RequestedResource.resolve(NAME, NONE)).isEqualTo(resolved);
        assertThat(RequestedResource.resolve("", ID.toBytes())).isEqualTo(resolved);
        assertThat(RequestedResource.resolve(NAME, ID.toBytes())).isEqualTo(resolved);
    }

    @Test
    void nameAndIdThatDisagreeAreRefusedWithBoth() {
        byte[] other = ResourceId.ofName("bob@example.org").toBytes();
        assertRefused(RequestedResource.resolve(NAME, other), ID.toString());
    }

    @Test
    void neitherNameNorIdIsRefused() {
        assertRefused(RequestedResource.resolve("", NONE), "neither");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 17, 20})
    void idOfAnotherLengthIsRefused(int length) {
        assertRefused(RequestedResource.resolve("", new byte[length]), length + " bytes, expected 16");
    }

    @Test
    void nameMayHave512BytesOfUtf8AndNoMore() {
        assertThat(RequestedResource.resolve("ü".repeat(256), NONE)).isInstanceOf(RequestedResource.Resolved.class);
        assertRefused(RequestedResource.resolve("ü".repeat(256) + "x", NONE), "513 bytes");
    }

    private static void assertRefused(RequestedResource resource, String detail) {
        assertThat(resource).isInstanceOfSatisfying(RequestedResource.Unresolved.class, unresolved -> {
            assertThat(unresolved.refusal().reason()).isEqualTo(Verdict.Reason.INVALID_MESSAGE);
            assertThat(unresolved.refusal().message()).contains(detail);
        });
    }
}
