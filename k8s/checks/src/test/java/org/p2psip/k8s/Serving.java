package org.p2psip.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2psip.k8s.Manifests.Workload;

/** What SIP and STUN need of a cluster, and which versions of the API are in Kubernetes 1.29 to 1.36. */
final class Serving {
    private static final Set<String> VERSIONS = Set.of(
            "v1",
            "apps/v1",
            "batch/v1",
            "policy/v1",
            "autoscaling/v2",
            "networking.k8s.io/v1",
            "rbac.authorization.k8s.io/v1",
            "monitoring.coreos.com/v1");

    private Serving() {}

    static List<String> problems(Manifests manifests) {
        List<String> found = new ArrayList<>();
        manifests.objects().stream()
                .filter(one -> !VERSIONS.contains(one.getApiVersion()))
                .forEach(one -> found.add(Manifests.label(one) + ": " + one.getApiVersion()
                        + " is not in all of Kubernetes 1.29 to 1.36"));
        manifests
                .of(Service.class)
                .filter(service -> Set.of("NodePort", "LoadBalancer")
                        .contains(Objects.requireNonNullElse(service.getSpec().getType(), "ClusterIP")))
                .forEach(service -> open(manifests, service, found));
        manifests.workloads().forEach(workload -> grace(manifests, workload, found));
        return found;
    }

    private static void open(Manifests manifests, Service service, List<String> found) {
        String label = Manifests.label(service);
        if (!"Local".equals(service.getSpec().getExternalTrafficPolicy())) {
            found.add(label + ": externalTrafficPolicy is not Local, so the source's address is lost");
        }
        if (!"ClientIP".equals(service.getSpec().getSessionAffinity())) {
            found.add(label + ": sessionAffinity is not ClientIP, so a flow can change pods");
        }
        Set<String> protocols = service.getSpec().getPorts().stream()
                .map(ServicePort::getProtocol)
                .map(protocol -> Objects.requireNonNullElse(protocol, "TCP"))
                .collect(Collectors.toSet());
        if (protocols.size() > 1) {
            found.add(label + ": UDP and TCP in one Service, which many load balancers refuse");
        }
        if (protocols.contains("UDP")) {
            manifests.workloads().stream()
                    .filter(workload -> workload.hasLabels(service.getSpec().getSelector()))
                    .filter(workload -> !keepsEndpoints(workload.object()))
                    .forEach(workload ->
                            found.add(label + ": a rollout of " + workload + " can leave it without a ready endpoint"));
        }
    }

    private static boolean keepsEndpoints(HasMetadata object) {
        return switch (object) {
            // One pod after the other, each in service for a while
            case StatefulSet set ->
                set.getSpec().getMinReadySeconds() != null && set.getSpec().getMinReadySeconds() >= 10;
            case Deployment deployment ->
                deployment.getSpec().getMinReadySeconds() != null
                        && deployment.getSpec().getMinReadySeconds() >= 10
                        && Objects.equals(
                                deployment
                                        .getSpec()
                                        .getStrategy()
                                        .getRollingUpdate()
                                        .getMaxUnavailable()
                                        .getIntVal(),
                                0);
            default -> false;
        };
    }

    private static void grace(Manifests manifests, Workload workload, List<String> found) {
        for (Container container : workload.pods().getSpec().getContainers()) {
            long drain = container.getEnvFrom().stream()
                    .flatMap(from -> manifests
                            .named(ConfigMap.class, from.getConfigMapRef().getName())
                            .stream())
                    .map(map -> map.getData().get("P2PSIP_DRAIN_SECONDS"))
                    .filter(Objects::nonNull)
                    .mapToLong(Long::parseLong)
                    .sum();
            long before = container.getLifecycle() == null ? 0 : sleep(container);
            Long grace = workload.pods().getSpec().getTerminationGracePeriodSeconds();
            if (grace != null && grace <= drain + before && drain + before > 0) {
                found.add(workload + ": terminationGracePeriodSeconds is " + grace + ", and preStop and drain take "
                        + (drain + before));
            }
        }
    }

    private static long sleep(Container container) {
        List<String> command = container.getLifecycle().getPreStop().getExec().getCommand();
        return Long.parseLong(command.get(1));
    }

    /** Sums of all pods, as a node that runs the overlay whole needs them: "cpu" in cores, "memory" in bytes. */
    static Map<String, Double> needs(Manifests manifests) {
        double cpu = 0;
        double memory = 0;
        for (Workload workload : manifests.workloads()) {
            int replicas =
                    switch (workload.object()) {
                        case StatefulSet set -> set.getSpec().getReplicas();
                        case Deployment deployment -> deployment.getSpec().getReplicas();
                        default -> 1;
                    };
            for (Container container : workload.pods().getSpec().getContainers()) {
                cpu += replicas
                        * container
                                .getResources()
                                .getRequests()
                                .get("cpu")
                                .getNumericalAmount()
                                .doubleValue();
                memory += replicas
                        * container
                                .getResources()
                                .getLimits()
                                .get("memory")
                                .getNumericalAmount()
                                .doubleValue();
            }
        }
        return Map.of("cpu", cpu, "memory", memory);
    }
}
