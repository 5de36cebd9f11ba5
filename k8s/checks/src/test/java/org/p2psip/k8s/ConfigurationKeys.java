package org.p2psip.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.p2psip.k8s.Manifests.Workload;

/** Every variable P2PSIP_... is a key that the service has, as its application.yaml lists them, the optional ones too. */
final class ConfigurationKeys {
    private static final String PREFIX = "P2PSIP_";
    /** A key, or one that is commented out since it has no default. */
    private static final Pattern LINE = Pattern.compile("( *)(?:# )?([a-z][a-z0-9-]*):(?: .*)?");

    private static final Map<String, String> SERVICES = Map.of(
            "edge", "sip-edge-svc",
            "routing", "routing-svc",
            "storage", "storage-svc",
            "relay", "nat-relay-svc");

    private ConfigurationKeys() {}

    static List<String> problems(Manifests manifests) {
        Map<String, Set<String>> known = SERVICES.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> variables(entry.getValue())));
        List<String> found = new ArrayList<>();
        for (Workload workload : manifests.workloads()) {
            for (Container container : workload.pods().getSpec().getContainers()) {
                Set<String> keys = known.get(container.getName());
                if (keys != null) {
                    container.getEnv().stream()
                            .map(variable -> variable.getName())
                            .filter(name -> name.startsWith(PREFIX) && !keys.contains(name))
                            .forEach(
                                    name -> found.add(workload + ": " + name + " is no key of " + container.getName()));
                }
            }
        }
        // What all of them share is a key of one of them at least
        Set<String> any = known.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        manifests.of(ConfigMap.class).forEach(map -> map.getData().keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !any.contains(name))
                .forEach(name -> found.add(Manifests.label(map) + ": " + name + " is no key of any service")));
        return found;
    }

    private static Set<String> variables(String service) {
        Set<String> names = new HashSet<>();
        List<String> path = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Manifests.directory()
                    .resolveSibling(service)
                    .resolve("service/src/main/resources/application.yaml"))) {
                Matcher key = LINE.matcher(line);
                if (key.matches()) {
                    int depth = key.group(1).length() / 2;
                    while (path.size() > depth) {
                        path.removeLast();
                    }
                    path.add(key.group(2));
                    names.add(String.join("_", path).toUpperCase(Locale.ROOT).replace('-', '_'));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
