package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.FindAnswer;
import org.p2psip.proto.v1.FindRequest;
import org.p2psip.proto.v1.FoundKind;
import org.p2psip.proto.v1.Resource;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.Requests;

/** Find between peers of two sites (RFC 6940 section 7.4.4). */
class FindTest {
    private static final int RECORDS = 40;

    private TwoSites sites;
    private RingNode first;
    private RingNode second;

    @BeforeEach
    void start() throws IOException {
        sites = new TwoSites();
        first = sites.first();
        second = sites.second();
    }

    @AfterEach
    void stop() {
        sites.close();
    }

    private static ByteString bytes(Position position) {
        return ByteString.copyFrom(position.toBytes());
    }

    private static Contents.Answer find(RingNode from, Position wanted, int... kinds) {
        FindRequest.Builder request =
                FindRequest.newBuilder().setResource(Resource.newBuilder().setResourceId(bytes(wanted)));
        for (int kind : kinds) {
            request.addKinds(kind);
        }
        return from.ask(new ResourceId(wanted), new Contents.Carried(Method.FIND, request.build()))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static List<FoundKind> found(Contents.Answer answer) {
        return ((FindAnswer) ((Contents.CarriedAnswer) answer).payload()).getKindsList();
    }

    private static Position away(Position one, Position other) {
        Position clockwise = one.distanceTo(other);
        Position back = other.distanceTo(one);
        return clockwise.compareTo(back) < 0 ? clockwise : back;
    }

    @Test
    void closestResourceOfEachKindIsFoundAtTheResponsiblePeer() {
        List<Position> stored = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            String user = "user" + i + "@example.org";
            first.overlay().put(Requests.put(user, Requests.entry("k", "v")));
            stored.add(ResourceId.ofName(user).position());
        }
        for (int i = 0; i < RECORDS; i++) {
            Position wanted = ResourceId.ofName("wanted" + i).position();
            RingNode owner = wanted.isBetween(first.id.position(), second.id.position()) ? second : first;
            RingNode before = owner == first ? second : first;
            Position closest = stored.stream()
                    .filter(key -> key.isBetween(before.id.position(), owner.id.position()))
                    .min((one, other) -> away(wanted, one).compareTo(away(wanted, other)))
                    .orElseThrow();
            List<FoundKind> found = found(find(first, wanted, Kind.EDGE_REGISTRATION.id(), Kind.GATEWAY.id()));
            assertThat(found.get(0).getKind()).isEqualTo(Kind.EDGE_REGISTRATION.id());
            assertThat(found.get(0).getClosest()).isEqualTo(bytes(closest));
            assertThat(found.get(1).getClosest()).as("there is none").isEqualTo(bytes(new Position(0, 0)));
        }
        assertThat(found(find(second, stored.getFirst(), Kind.EDGE_REGISTRATION.id()))
                        .getFirst()
                        .getClosest())
                .as("the resource itself")
                .isEqualTo(bytes(stored.getFirst()));
    }

    @Test
    void findWithoutAKindIsRefused() {
        Contents.Answer answer = find(first, second.id.position());
        assertThat(answer).isInstanceOfSatisfying(Contents.Failure.class, failure -> assertThat(failure.info())
                .contains("0 kinds, expected 1 to 16"));
    }
}
