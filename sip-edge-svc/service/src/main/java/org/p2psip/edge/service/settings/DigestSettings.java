package org.p2psip.edge.service.settings;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.auth.DigestConfig;
import org.p2psip.edge.auth.DigestConfig.Qop;
import org.p2psip.edge.digest.DigestAlgorithm;

/** The checked keys {@code p2psip.digest-*}. */
final class DigestSettings {
    private DigestSettings() {}

    static DigestConfig of(EdgeProperties written) {
        List<String> agents = written.digestMd5OnlyAgents().orElse(List.of()).stream()
                .map(String::strip)
                .filter(agent -> !agent.isEmpty())
                .toList();
        return new DigestConfig(algorithms(written.digestAlgorithms()), agents, qop(written.digestQop()));
    }

    private static List<DigestAlgorithm> algorithms(List<String> names) {
        List<DigestAlgorithm> algorithms = new ArrayList<>();
        for (String name : names) {
            algorithms.add(DigestAlgorithm.of(name.strip())
                    .filter(algorithm -> !algorithms.contains(algorithm))
                    .orElseThrow(() -> new SettingRefused(
                            "p2psip.digest-algorithms",
                            name,
                            "must be some of MD5, SHA-256, SHA-512-256, separated by commas, each once")));
        }
        return algorithms;
    }

    private static Qop qop(List<String> names) {
        String written = String.join(",", names.stream().map(String::strip).toList());
        for (Qop qop : Qop.values()) {
            if (qop.text().equals(written)) {
                return qop;
            }
        }
        throw new SettingRefused("p2psip.digest-qop", written, "must be auth, auth-int or auth,auth-int");
    }
}
