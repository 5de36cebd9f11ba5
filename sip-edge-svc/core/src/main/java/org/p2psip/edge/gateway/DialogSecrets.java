package org.p2psip.edge.gateway;

import java.util.List;
import java.util.Optional;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.OwnAddress;

/**
 * What the dialogs of trunks carry with them instead of being kept by an edge.
 *
 * @param sides the sides that trunks are on
 * @param paths what they may not see
 * @param own our addresses
 */
record DialogSecrets(SideToken sides, HiddenPath paths, OwnAddress own) {
    DialogSecrets(byte[] secret, OwnAddress own) {
        this(new SideToken(secret), new HiddenPath(secret), own);
    }

    /** The side that our Route values of an in-dialog request tell of; empty when they tell of none. */
    Optional<SideToken.Read> sideOf(SipMessage request, String param) {
        if (request.count(Header.ROUTE) == 0) {
            return Optional.empty();
        }
        for (NameAddr route : request.routes()) {
            SipUri uri = route.uri();
            String value = uri == null ? null : uri.params().get(param);
            if (value != null && own.isOwn(uri)) {
                return sides.read(value, request.callId(), request.from().tag());
            }
        }
        return Optional.empty();
    }

    /** How many values on top of a Record-Route list come before ours. */
    int beforeOurs(List<String> recordRoutes) {
        for (int i = 0; i < recordRoutes.size(); i++) {
            Optional<SipUri> uri = NameAddr.parse(recordRoutes.get(i)).map(NameAddr::uri);
            if (uri.isPresent() && own.isOwn(uri.get())) {
                return i;
            }
        }
        return 0;
    }
}
