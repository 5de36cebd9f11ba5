package org.p2psip.cli.overlay;

import java.util.List;
import org.p2psip.proto.v1.GetConfigurationRequest;
import org.p2psip.proto.v1.OverlayConfiguration;

/**
 * What everybody may know of an overlay.
 *
 * @param overlay its name
 * @param domains SIP domains that it serves
 */
public record OverlayDomains(String overlay, List<String> domains) {
    /** As a peer says. */
    public static OverlayDomains of(NodeConnection node) {
        OverlayConfiguration said =
                node.call(() -> node.enrollment().getConfiguration(GetConfigurationRequest.getDefaultInstance()));
        return new OverlayDomains(said.getOverlay(), List.copyOf(said.getDomainsList()));
    }
}
