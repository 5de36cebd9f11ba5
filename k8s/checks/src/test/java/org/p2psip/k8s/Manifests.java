package org.p2psip.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of one rendered overlay, as the model of Kubernetes' API reads them. */
record Manifests(List<HasMetadata> objects) {
    static final List<String> OVERLAYS = List.of("dev", "prod", "hostnetwork");

    private static final KubernetesSerialization READER = new KubernetesSerialization();

    /** The directory k8s of the project. */
    static Path directory() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    /** The text of a rendered file as it is in the project. */
    static String rendered(String overlay) {
        try {
            return Files.readString(directory().resolve("rendered").resolve(overlay + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifests parse(String text) {
        return new Manifests(Arrays.stream(text.split("(?m)^---$"))
                .filter(document -> !document.isBlank())
                .map(document -> (HasMetadata) READER.unmarshal(document))
                .toList());
    }

    /** Trees that are equal when two renderings mean the same. */
    static List<Object> trees(String text) {
        return Arrays.stream(text.split("(?m)^---$"))
                .filter(document -> !document.isBlank())
                .map(document -> (Object) READER.unmarshal(document, Map.class))
                .toList();
    }

    <T extends HasMetadata> Stream<T> of(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }

    <T extends HasMetadata> Optional<T> named(Class<T> kind, String name) {
        return of(kind).filter(one -> one.getMetadata().getName().equals(name)).findFirst();
    }

    /** What makes pods. */
    List<Workload> workloads() {
        return objects.stream()
                .flatMap(one -> template(one).map(pods -> new Workload(one, pods)).stream())
                .toList();
    }

    private static Optional<PodTemplateSpec> template(HasMetadata one) {
        return Optional.ofNullable(
                switch (one) {
                    case Deployment deployment -> deployment.getSpec().getTemplate();
                    case StatefulSet set -> set.getSpec().getTemplate();
                    case Job job -> job.getSpec().getTemplate();
                    default -> null;
                });
    }

    /** "Kind name", as problems name an object. */
    static String label(HasMetadata one) {
        return one.getKind() + " " + one.getMetadata().getName();
    }

    /**
     * A Deployment, StatefulSet or Job.
     *
     * @param pods what its pods are made by
     */
    record Workload(HasMetadata object, PodTemplateSpec pods) {
        boolean hasLabels(Map<String, String> selector) {
            Map<String, String> labels = pods.getMetadata().getLabels();
            return labels.entrySet().containsAll(selector.entrySet());
        }

        @Override
        public String toString() {
            return label(object);
        }
    }
}
