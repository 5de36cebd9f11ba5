package org.p2psip.edge.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.auth.PasswordHashes;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.trunk.TrunkConfig;

/** The passwords that trunks prove with who they are. */
public final class TrunkLogins implements PasswordHashes {
    private final GatewayPeer peer;

    public TrunkLogins(GatewayPeer peer) {
        this.peer = peer;
    }

    @Override
    public void fetch(Aor user, Consumer<OverlayResult> answer) {
        Optional<TrunkConfig.Login> login = peer.trunks().values().stream()
                .flatMap(trunk -> trunk.config().inbound().login().stream())
                .filter(one -> one.user().equals(user.user()))
                .findFirst();
        if (login.isEmpty()) {
            answer.accept(new OverlayResult.NotFound());
            return;
        }
        Map<String, String> hashes = new HashMap<>();
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            hashes.put(
                    algorithm.token(),
                    Ha1.of(algorithm, user.user(), user.host(), login.get().password()));
        }
        answer.accept(new OverlayResult.Credentials(hashes));
    }
}
