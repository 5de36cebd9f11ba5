package org.p2psip.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.p2psip.k8s.Manifests.Workload;

/** What pods name: configuration, secrets, accounts, volumes. Each has to be there, with the keys that are used. */
final class References {
    /** What the Job of the first deploy makes, with its keys. */
    private static final Map<String, Set<String>> MADE_BY_JOB =
            Map.of("p2psip-authority", Set.of("ca.crt", "ca.key"), "p2psip-site", Set.of("edge.secret", "turn.secret"));

    private final Manifests manifests;
    private final List<String> found = new ArrayList<>();

    private References(Manifests manifests) {
        this.manifests = manifests;
    }

    static List<String> problems(Manifests manifests) {
        References references = new References(manifests);
        manifests.workloads().forEach(references::check);
        return references.found;
    }

    private void check(Workload workload) {
        String account = workload.pods().getSpec().getServiceAccountName();
        if (account == null || manifests.named(ServiceAccount.class, account).isEmpty()) {
            found.add(workload + ": no ServiceAccount " + account);
        }
        for (Volume volume : workload.pods().getSpec().getVolumes()) {
            check(workload, volume);
        }
        Set<String> volumes = volumes(workload);
        for (Container container : workload.pods().getSpec().getContainers()) {
            for (VolumeMount mount : container.getVolumeMounts()) {
                if (!volumes.contains(mount.getName())) {
                    found.add(workload + ": no volume " + mount.getName());
                }
            }
            container.getEnvFrom().forEach(source -> check(workload, source));
            container.getEnv().forEach(variable -> check(workload, variable));
        }
    }

    private static Set<String> volumes(Workload workload) {
        Set<String> names = new HashSet<>();
        workload.pods().getSpec().getVolumes().forEach(volume -> names.add(volume.getName()));
        if (workload.object() instanceof StatefulSet set) {
            for (PersistentVolumeClaim claim : set.getSpec().getVolumeClaimTemplates()) {
                names.add(claim.getMetadata().getName());
            }
        }
        return names;
    }

    private void check(Workload workload, Volume volume) {
        SecretVolumeSource whole = volume.getSecret();
        if (whole != null) {
            secret(workload, whole.getSecretName(), whole.getItems().stream().map(item -> item.getKey()));
        }
        if (volume.getConfigMap() != null) {
            configMap(workload, volume.getConfigMap().getName(), Stream.empty());
        }
        if (volume.getProjected() != null) {
            volume.getProjected().getSources().forEach(source -> {
                if (source.getSecret() != null) {
                    secret(
                            workload,
                            source.getSecret().getName(),
                            source.getSecret().getItems().stream().map(item -> item.getKey()));
                }
                if (source.getConfigMap() != null) {
                    configMap(workload, source.getConfigMap().getName(), Stream.empty());
                }
            });
        }
    }

    private void check(Workload workload, EnvFromSource source) {
        if (source.getConfigMapRef() != null) {
            configMap(workload, source.getConfigMapRef().getName(), Stream.empty());
        }
        if (source.getSecretRef() != null) {
            secret(workload, source.getSecretRef().getName(), Stream.empty());
        }
    }

    private void check(Workload workload, EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return;
        }
        if (variable.getValueFrom().getConfigMapKeyRef() != null) {
            configMap(
                    workload,
                    variable.getValueFrom().getConfigMapKeyRef().getName(),
                    Stream.of(variable.getValueFrom().getConfigMapKeyRef().getKey()));
        }
        if (variable.getValueFrom().getSecretKeyRef() != null) {
            secret(
                    workload,
                    variable.getValueFrom().getSecretKeyRef().getName(),
                    Stream.of(variable.getValueFrom().getSecretKeyRef().getKey()));
        }
    }

    private void configMap(Workload workload, String name, Stream<String> keys) {
        Set<String> known = manifests
                .named(ConfigMap.class, name)
                .map(map -> map.getData().keySet())
                .orElse(null);
        known("ConfigMap", workload, name, known, keys);
    }

    private void secret(Workload workload, String name, Stream<String> keys) {
        boolean isMade = manifests
                .of(Job.class)
                .flatMap(job -> job.getSpec().getTemplate().getSpec().getContainers().stream())
                .anyMatch(container -> container.getArgs().contains("cluster-secrets")
                        && container.getArgs().contains(name));
        known("Secret", workload, name, isMade ? MADE_BY_JOB.get(name) : null, keys);
    }

    private void known(String kind, Workload workload, String name, Set<String> known, Stream<String> keys) {
        if (known == null) {
            found.add(workload + ": no " + kind + " " + name);
            return;
        }
        keys.filter(key -> !known.contains(key))
                .forEach(key -> found.add(workload + ": " + kind + " " + name + " has no key " + key));
    }
}
