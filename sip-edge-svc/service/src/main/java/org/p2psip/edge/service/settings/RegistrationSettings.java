package org.p2psip.edge.service.settings;

import org.p2psip.edge.registrar.RegistrarConfig;
import org.p2psip.edge.registrar.RegistrarConfig.PathPolicy;

/** The checked keys under {@code p2psip.registration}, its times apart. */
final class RegistrationSettings {
    private RegistrationSettings() {}

    static RegistrarConfig registrar(EdgeProperties.Registration written) {
        for (PathPolicy policy : PathPolicy.values()) {
            if (policy.name().equalsIgnoreCase(written.path().strip())) {
                return new RegistrarConfig(policy, written.serviceRoute());
            }
        }
        throw new SettingRefused("p2psip.registration.path", written.path(), "must be strict, lenient or required");
    }
}
