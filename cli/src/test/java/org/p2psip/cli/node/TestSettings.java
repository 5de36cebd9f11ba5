package org.p2psip.cli.node;

import java.util.List;

/** An ordinary node, of which a test changes what it is about. */
final class TestSettings {
    String listen = "127.0.0.1";
    List<String> domains = List.of("example.org");
    List<String> redirectDomains = List.of();
    int sipPort = 5060;
    int turnPort = 3478;
    int portBase = 7460;
    NodeSettings.Auth auth = NodeSettings.Auth.DIGEST;
    boolean insecure;
    String kafka = "";
    String kafkaAccess = "";
    String trunks = "";
    SipTls tls = SipTls.OFF;
    Place place = Place.ALONE;
    Membership membership = Membership.OWN;

    NodeSettings settings() {
        return new NodeSettings(
                listen,
                domains,
                redirectDomains,
                sipPort,
                turnPort,
                portBase,
                auth,
                insecure,
                kafka,
                kafkaAccess,
                trunks,
                tls,
                place,
                membership);
    }
}
