package org.p2psip.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The rendered files are what kustomize makes of the overlays. CI needs a kubectl for it (KUBECTL_REQUIRED=true, as .ci/run
 * sets it); elsewhere the files are checked as they are, and this test says that it could not compare them.
 */
class RenderedTest {
    private static final List<String> OVERLAYS = Manifests.OVERLAYS;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void renderedFileIsWhatKustomizeGives(String overlay) {
        Optional<String> problem = Kubectl.problem();
        if (Boolean.parseBoolean(System.getenv("KUBECTL_REQUIRED"))) {
            assertThat(problem).isEmpty();
        }
        assumeTrue(problem.isEmpty(), () -> problem.orElseThrow() + ". rendered/" + overlay + ".yaml was not compared");
        assertThat(Manifests.trees(Manifests.rendered(overlay)))
                .as("kubectl kustomize k8s/overlays/%s > k8s/rendered/%s.yaml brings it up to date", overlay, overlay)
                .isEqualTo(Manifests.trees(Kubectl.kustomize(overlay)));
    }
}
