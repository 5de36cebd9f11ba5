package org.p2psip.k8s;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.p2psip.k8s.Manifests.Workload;

/** What every container has to have, and what no manifest may contain. */
final class Containers {
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9.:-]+(/[a-z0-9._-]+)+:[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|_KEY)(?!.*FILE)(?!.*_KEY_).*");

    private Containers() {}

    static List<String> problems(Manifests manifests) {
        List<String> found = new ArrayList<>();
        manifests
                .of(Secret.class)
                .forEach(
                        secret -> found.add(Manifests.label(secret) + ": secrets are made in the cluster, not in git"));
        for (Workload workload : manifests.workloads()) {
            pod(workload, found);
            workload.pods().getSpec().getContainers().forEach(container -> check(workload, container, found));
        }
        return found;
    }

    private static void pod(Workload workload, List<String> found) {
        PodSecurityContext security = workload.pods().getSpec().getSecurityContext();
        need(
                security != null
                        && Boolean.TRUE.equals(security.getRunAsNonRoot())
                        && security.getSeccompProfile() != null,
                workload + ": the pod's securityContext needs runAsNonRoot and a seccompProfile",
                found);
        need(
                Boolean.FALSE.equals(workload.pods().getSpec().getEnableServiceLinks()),
                workload + ": enableServiceLinks is not false, so Services set variables that are keys here",
                found);
    }

    private static void check(Workload workload, Container container, List<String> found) {
        String where = workload + " container " + container.getName();
        String image = container.getImage();
        need(
                IMAGE.matcher(image).matches() && !image.endsWith(":latest"),
                where + ": the image " + image + " has no registry, or no tag that says which",
                found);
        Map<String, Quantity> requests = container.getResources().getRequests();
        need(
                requests != null && requests.containsKey("cpu") && requests.containsKey("memory"),
                where + ": no requests of cpu and memory",
                found);
        Map<String, Quantity> limits = container.getResources().getLimits();
        need(limits != null && limits.containsKey("memory"), where + ": no limit of memory", found);
        if (!(workload.object() instanceof Job)) {
            need(container.getReadinessProbe() != null, where + ": no readinessProbe", found);
            need(container.getLivenessProbe() != null, where + ": no livenessProbe", found);
        }
        SecurityContext security = container.getSecurityContext();
        need(
                security != null
                        && Boolean.TRUE.equals(security.getReadOnlyRootFilesystem())
                        && Boolean.FALSE.equals(security.getAllowPrivilegeEscalation())
                        && Optional.ofNullable(security.getCapabilities())
                                .map(Capabilities::getDrop)
                                .filter(dropped -> dropped.contains("ALL"))
                                .isPresent(),
                where + ": the securityContext needs readOnlyRootFilesystem, no privilege escalation, no capabilities",
                found);
        for (EnvVar variable : container.getEnv()) {
            boolean isFile = variable.getValue() != null && variable.getValue().startsWith("/");
            need(
                    variable.getValue() == null
                            || isFile
                            || !SECRET.matcher(variable.getName()).matches(),
                    where + ": " + variable.getName() + " is a secret in clear",
                    found);
        }
    }

    private static void need(boolean holds, String problem, List<String> found) {
        if (!holds) {
            found.add(problem);
        }
    }
}
