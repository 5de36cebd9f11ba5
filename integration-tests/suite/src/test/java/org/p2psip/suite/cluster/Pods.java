package org.p2psip.suite.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pods of a rendered overlay: what a cluster would give each of them as variables and volumes. */
final class Pods {
    private final List<HasMetadata> objects;
    private final ApiServer api;
    private final Path directory;

    /** @param directory in which each pod gets one for its volumes */
    Pods(Path rendered, ApiServer api, Path directory) throws IOException {
        KubernetesSerialization reader = new KubernetesSerialization();
        this.objects = Arrays.stream(Files.readString(rendered).split("(?m)^---$"))
                .map(document -> (HasMetadata) reader.unmarshal(document))
                .toList();
        this.api = api;
        this.directory = directory;
    }

    /** A pod as it would be started. */
    record Pod(Map<String, String> environment, Map<String, Path> mounts) {
        /** Where a path of the pod is here. */
        String here(String path) {
            for (Map.Entry<String, Path> mount : mounts.entrySet()) {
                if (path.startsWith(mount.getKey())) {
                    return mount.getValue() + path.substring(mount.getKey().length());
                }
            }
            return path;
        }
    }

    /** The arguments of the Job that makes the Secrets. */
    List<String> jobArguments() {
        Job job = objects.stream()
                .filter(Job.class::isInstance)
                .map(Job.class::cast)
                .findFirst()
                .orElseThrow();
        String domains = data("p2psip").get("P2PSIP_DOMAINS");
        return job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs().stream()
                .map(argument -> argument.replace("$(P2PSIP_DOMAINS)", domains))
                .toList();
    }

    /**
     * The one pod of a set.
     *
     * @param names what stands for names and ports of the cluster, the longest first
     */
    Pod pod(String workload, Map<String, String> names) throws IOException {
        PodSpec spec = spec(workload);
        Container container = spec.getContainers().getFirst();
        Map<String, Path> volumes = new HashMap<>();
        for (Volume volume : spec.getVolumes()) {
            volumes.put(volume.getName(), fill(workload, spec, volume));
        }
        Map<String, Path> mounts = new TreeMap<>((one, other) -> other.compareTo(one)); // the longer of two first
        for (var mount : container.getVolumeMounts()) {
            Path volume = volumes.get(mount.getName());
            mounts.put(mount.getMountPath(), volume == null ? directory(workload, mount.getName()) : volume);
        }
        Pod pod = new Pod(new HashMap<>(), mounts);
        Map<String, String> written = environment(container);
        written.forEach((name, value) -> {
            String meant = value;
            for (Map.Entry<String, String> one : names.entrySet()) {
                meant = meant.replace(one.getKey(), one.getValue());
            }
            pod.environment().put(name, pod.here(meant));
        });
        return pod;
    }

    private Map<String, String> environment(Container container) {
        Map<String, String> written = new HashMap<>();
        container
                .getEnvFrom()
                .forEach(from -> written.putAll(data(from.getConfigMapRef().getName())));
        container.getEnv().forEach(variable -> {
            if (variable.getValue() != null) {
                written.put(variable.getName(), variable.getValue());
            } else if (variable.getValueFrom().getConfigMapKeyRef() != null) {
                var key = variable.getValueFrom().getConfigMapKeyRef();
                written.put(variable.getName(), data(key.getName()).get(key.getKey()));
            }
        });
        return written;
    }

    private Path fill(String workload, PodSpec spec, Volume volume) throws IOException {
        Path path = directory(workload, volume.getName());
        if (volume.getSecret() != null) {
            List<KeyToPath> items = volume.getSecret().getItems();
            for (KeyToPath item : items.isEmpty() ? ofAuthority() : items) {
                write(path, volume.getSecret().getSecretName(), item);
            }
        }
        if (volume.getProjected() != null) {
            for (var source : volume.getProjected().getSources()) {
                if (source.getServiceAccountToken() != null) {
                    Files.writeString(
                            path.resolve(source.getServiceAccountToken().getPath()),
                            api.token(
                                    spec.getServiceAccountName(),
                                    source.getServiceAccountToken().getAudience()));
                } else {
                    for (KeyToPath item : source.getSecret().getItems()) {
                        write(path, source.getSecret().getName(), item);
                    }
                }
            }
        }
        return path;
    }

    private static List<KeyToPath> ofAuthority() {
        return List.of(new KeyToPath("ca.crt", null, "ca.crt"), new KeyToPath("ca.key", null, "ca.key"));
    }

    private void write(Path directoryOfVolume, String secret, KeyToPath item) throws IOException {
        Files.write(directoryOfVolume.resolve(item.getPath()), api.secret(secret, item.getKey()));
    }

    private Path directory(String workload, String volume) throws IOException {
        return Files.createDirectories(directory.resolve(workload).resolve(volume));
    }

    private PodSpec spec(String workload) {
        return objects.stream()
                .filter(one -> one.getMetadata().getName().equals(workload))
                .flatMap(one -> switch (one) {
                    case StatefulSet set -> List.of(set.getSpec().getTemplate().getSpec()).stream();
                    case Deployment deployment ->
                        List.of(deployment.getSpec().getTemplate().getSpec()).stream();
                    default -> List.<PodSpec>of().stream();
                })
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> data(String configMap) {
        return objects.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .filter(one -> one.getMetadata().getName().equals(configMap))
                .findFirst()
                .orElseThrow()
                .getData();
    }
}
