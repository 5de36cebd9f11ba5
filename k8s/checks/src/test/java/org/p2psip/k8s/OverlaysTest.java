package org.p2psip.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class OverlaysTest {
    private static final List<String> OVERLAYS = Manifests.OVERLAYS;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void overlayHasNoFieldThatTheApiDoesNotKnow(String overlay) {
        assertThat(UnknownFields.problems(read(overlay))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void whatIsNamedIsThere(String overlay) {
        assertThat(References.problems(read(overlay))).isEmpty();
        assertThat(Selectors.problems(read(overlay))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void containersAreHardenedAndBounded(String overlay) {
        assertThat(Containers.problems(read(overlay))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void variablesAreKeysOfTheServices(String overlay) {
        assertThat(ConfigurationKeys.problems(read(overlay))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void phonesAreServedAsSipAndStunNeedIt(String overlay) {
        assertThat(Serving.problems(read(overlay))).isEmpty();
    }

    @Test
    void devFitsTwoCoresAndFourGigabytes() {
        Map<String, Double> needs = Serving.needs(read("dev"));
        assertThat(needs.get("cpu")).isLessThanOrEqualTo(1.5);
        // The rest is for the cluster itself
        assertThat(needs.get("memory")).isLessThanOrEqualTo(3.5 * (1L << 30));
    }

    @Test
    void prodHasThreeAndMoreOfEachAndScalesWhatKeepsNoRecords() {
        Manifests prod = read("prod");
        assertThat(prod.of(HorizontalPodAutoscaler.class).toList())
                .allSatisfy(
                        scaler -> assertThat(scaler.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(3))
                .extracting(scaler -> scaler.getMetadata().getName())
                .containsExactlyInAnyOrder("edge", "routing", "relay");
        assertThat(prod.of(PodDisruptionBudget.class).toList())
                .allSatisfy(budget -> assertThat(
                                budget.getSpec().getMaxUnavailable().getIntVal())
                        .isEqualTo(1))
                .extracting(budget -> budget.getMetadata().getName())
                .contains("edge", "routing", "relay", "storage");
    }

    @ParameterizedTest
    @CsvSource({"dev, localhost/p2psip/", "prod, registry.example.org/p2psip/", "hostnetwork, localhost/p2psip/"})
    void imagesHaveOneTagAndTheRegistryOfTheOverlayAndTheJobIsNamedByIt(String overlay, String registry) {
        Manifests read = read(overlay);
        List<String> images = read.workloads().stream()
                .flatMap(workload -> workload.pods().getSpec().getContainers().stream())
                .map(container -> container.getImage())
                .filter(image -> !image.startsWith("apache/kafka:"))
                .toList();
        String tag = images.getFirst().substring(images.getFirst().lastIndexOf(':') + 1);
        assertThat(images)
                .allSatisfy(image -> assertThat(image).startsWith(registry).endsWith(":" + tag));
        assertThat(read.named(Job.class, "p2psip-secrets-" + tag)).isPresent();
    }

    private static Manifests read(String overlay) {
        return Manifests.parse(Manifests.rendered(overlay));
    }
}
