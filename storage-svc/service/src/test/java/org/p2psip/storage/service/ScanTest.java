package org.p2psip.storage.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.storage.ResourceId;

@QuarkusTest
@WithTestResource(TemporaryStore.class)
class ScanTest extends ClientTest {
    @Test
    void eachResourceOfTheRingComesOnce() {
        List<String> names = IntStream.range(0, 700)
                .mapToObj(i -> "scan" + i + "@example.org")
                .toList();
        names.forEach(name -> client.blocking().store(StorageClient.registration(name, "c", "v", "call", 1, 3600)));

        List<String> scanned = scan(ScanRequest.getDefaultInstance()).stream()
                .map(resource -> resource.getResource().getName())
                .filter(name -> name.startsWith("scan"))
                .toList();

        assertThat(scanned).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void aRangeHoldsWhatLiesInIt() {
        client.blocking().store(StorageClient.registration("range@example.org", "c", "v", "call", 1, 3600));
        var id = StorageClient.resource("range@example.org");
        var resourceId = com.google.protobuf.ByteString.copyFrom(
                ResourceId.of(id.getName()).octets().toByteArray());

        List<ScannedResource> only = scan(ScanRequest.newBuilder()
                .setFirst(resourceId)
                .setLast(resourceId)
                .build());

        assertThat(only).singleElement().satisfies(resource -> {
            assertThat(resource.getResource().getName()).isEqualTo("range@example.org");
            assertThat(resource.getKinds(0).getEntries(0).getValue()).isEqualTo(StorageClient.bytes("v"));
        });
    }

    @Test
    void removedValuesComeWhenAskedFor() {
        client.blocking().store(StorageClient.registration("gone@example.org", "c", "v", "call", 1, 3600));
        client.blocking()
                .remove(RemoveRequest.newBuilder()
                        .setResource(StorageClient.resource("gone@example.org"))
                        .setKind(StorageClient.EDGE_REGISTRATION)
                        .addDictionaryKeys(StorageClient.bytes("c"))
                        .setOrder(StorageClient.order("call", 2))
                        .build());

        assertThat(named(ScanRequest.getDefaultInstance(), "gone@example.org")).isEmpty();
        assertThat(named(ScanRequest.newBuilder().setWithTombstones(true).build(), "gone@example.org"))
                .singleElement()
                .satisfies(resource -> {
                    assertThat(resource.getKinds(0).getEntries(0).getExists()).isFalse();
                    assertThat(resource.getKinds(0).getEntries(0).getLifetimeS())
                            .isBetween(3590, 3601);
                });
    }

    @Test
    void digestsTellWhetherValuesDiffer() {
        client.blocking().store(StorageClient.registration("digest@example.org", "c", "v1", "call", 1, 3600));
        ScanRequest digests = ScanRequest.newBuilder().setDigestsOnly(true).build();
        ScannedResource before = named(digests, "digest@example.org").getFirst();
        ScannedResource again = named(digests, "digest@example.org").getFirst();
        client.blocking().store(StorageClient.registration("digest@example.org", "c", "v2", "call", 2, 3600));
        ScannedResource after = named(digests, "digest@example.org").getFirst();

        assertThat(before.getDigest().size()).isEqualTo(32);
        assertThat(before.getKinds(0).getEntriesList()).isEmpty();
        assertThat(again.getDigest()).isEqualTo(before.getDigest());
        assertThat(after.getDigest()).isNotEqualTo(before.getDigest());
    }

    private List<ScannedResource> named(ScanRequest request, String name) {
        return scan(request).stream()
                .filter(resource -> resource.getResource().getName().equals(name))
                .toList();
    }

    private List<ScannedResource> scan(ScanRequest request) {
        List<ScannedResource> all = new ArrayList<>();
        for (Iterator<ScannedResource> each = client.blocking().scan(request); each.hasNext(); ) {
            all.add(each.next());
        }
        return all;
    }
}
