package org.p2psip.routing.service.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.p2psip.routing.account.ServiceAccounts;

/**
 * How service account tokens are checked.
 *
 * @param accounts who may become a member
 * @param server the API server, https
 * @param caFile its CA, PEM; read again when it changes
 * @param tokenFile the token that this service calls it with; read for each call
 * @param timeout of a call
 */
public record KubernetesSettings(ServiceAccounts accounts, URI server, Path caFile, Path tokenFile, Duration timeout) {}
