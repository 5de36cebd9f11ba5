package org.p2psip.k8s;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.p2psip.k8s.Manifests.Workload;

/** Who is meant by labels and ports: there has to be somebody, at a port that it has. */
final class Selectors {
    private final Manifests manifests;
    private final List<String> found = new ArrayList<>();

    private Selectors(Manifests manifests) {
        this.manifests = manifests;
    }

    static List<String> problems(Manifests manifests) {
        Selectors selectors = new Selectors(manifests);
        manifests.of(Service.class).forEach(selectors::check);
        manifests.of(StatefulSet.class).forEach(selectors::check);
        manifests
                .of(PodDisruptionBudget.class)
                .filter(budget -> selectors.pods(budget.getSpec().getSelector()).isEmpty())
                .forEach(budget -> selectors.nobody(Manifests.label(budget)));
        manifests.of(HorizontalPodAutoscaler.class).forEach(selectors::check);
        manifests.of(NetworkPolicy.class).forEach(selectors::check);
        manifests.of(ServiceMonitor.class).forEach(selectors::check);
        return selectors.found;
    }

    private void nobody(String what) {
        found.add(what + ": its selector means no pod");
    }

    private void check(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        List<Workload> meant = manifests.workloads().stream()
                .filter(workload -> workload.hasLabels(selector))
                .toList();
        if (meant.isEmpty()) {
            nobody(Manifests.label(service));
        }
        for (Workload workload : meant) {
            for (ServicePort port : service.getSpec().getPorts()) {
                String protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
                if (ports(workload).noneMatch(has -> is(has, port.getTargetPort(), protocol))) {
                    found.add(Manifests.label(service) + ": " + workload + " has no port " + text(port.getTargetPort())
                            + " of " + protocol);
                }
            }
        }
    }

    private void check(StatefulSet set) {
        String name = set.getSpec().getServiceName();
        boolean isHeadless = manifests
                .named(Service.class, name)
                .filter(service -> "None".equals(service.getSpec().getClusterIP()))
                .isPresent();
        if (!isHeadless) {
            found.add(Manifests.label(set) + ": no headless Service " + name);
        }
    }

    private void check(HorizontalPodAutoscaler scaler) {
        CrossVersionObjectReference target = scaler.getSpec().getScaleTargetRef();
        boolean isThere = manifests.workloads().stream()
                .anyMatch(workload -> workload.toString().equals(target.getKind() + " " + target.getName()));
        if (!isThere) {
            found.add(Manifests.label(scaler) + ": no " + target.getKind() + " " + target.getName());
        }
    }

    private void check(NetworkPolicy policy) {
        List<Workload> meant = pods(policy.getSpec().getPodSelector());
        if (meant.isEmpty()) {
            nobody(Manifests.label(policy));
        }
        for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
            rule.getFrom().stream()
                    .filter(from -> from.getPodSelector() != null
                            && pods(from.getPodSelector()).isEmpty())
                    .forEach(from -> nobody(Manifests.label(policy) + ", from"));
            for (NetworkPolicyPort port : rule.getPorts()) {
                String protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
                boolean isThere = meant.stream()
                        .flatMap(Selectors::ports)
                        .anyMatch(has -> is(has, port.getPort(), protocol) || isOptional(port));
                if (!isThere) {
                    found.add(Manifests.label(policy) + ": nobody has the port " + text(port.getPort()) + " of "
                            + protocol);
                }
            }
        }
        policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getTo().stream())
                .filter(to ->
                        to.getPodSelector() != null && pods(to.getPodSelector()).isEmpty())
                .forEach(to -> nobody(Manifests.label(policy) + ", to"));
    }

    /** SIP over TLS: there when the edge has a certificate, which an operator gives it. */
    private static boolean isOptional(NetworkPolicyPort port) {
        return Objects.equals(port.getPort().getIntVal(), 5061);
    }

    private void check(ServiceMonitor monitor) {
        Map<String, String> selector = monitor.getSpec().getSelector().getMatchLabels();
        List<Service> meant = manifests
                .of(Service.class)
                .filter(service -> service.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .toList();
        if (meant.isEmpty()) {
            found.add(Manifests.label(monitor) + ": its selector means no Service");
        }
        monitor.getSpec().getEndpoints().stream()
                .filter(endpoint -> meant.stream()
                        .flatMap(service -> service.getSpec().getPorts().stream())
                        .noneMatch(port -> port.getName().equals(endpoint.getPort())))
                .forEach(endpoint ->
                        found.add(Manifests.label(monitor) + ": no Service has a port named " + endpoint.getPort()));
    }

    private List<Workload> pods(LabelSelector selector) {
        return manifests.workloads().stream()
                .filter(workload -> workload.hasLabels(selector.getMatchLabels()))
                .filter(workload ->
                        selector.getMatchExpressions().stream().allMatch(expression -> holds(expression, workload)))
                .toList();
    }

    private static boolean holds(LabelSelectorRequirement expression, Workload workload) {
        if (!expression.getOperator().equals("In")) {
            throw new AssertionError("the operator " + expression.getOperator() + " is not known here");
        }
        return expression.getValues().stream()
                .anyMatch(value -> workload.hasLabels(Map.of(expression.getKey(), value)));
    }

    private static Stream<ContainerPort> ports(Workload workload) {
        return workload.pods().getSpec().getContainers().stream().flatMap(container -> container.getPorts().stream());
    }

    private static boolean is(ContainerPort has, IntOrString port, String protocol) {
        boolean isSame = port.getIntVal() == null
                ? Objects.equals(has.getName(), port.getStrVal())
                : has.getContainerPort().equals(port.getIntVal());
        return isSame && Objects.requireNonNullElse(has.getProtocol(), "TCP").equals(protocol);
    }

    private static String text(IntOrString port) {
        return port.getIntVal() == null ? port.getStrVal() : port.getIntVal().toString();
    }
}
