package org.p2psip.storage.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.storage.Octets;
import org.p2psip.storage.sip.SipRegistration.Route;
import org.p2psip.storage.sip.SipRegistration.Uri;

/** The structures of RFC 7904 section 3.2. */
class SipRegistrationTest {
    @Test
    void aUriHasItsTypeTheLengthOfItsDataAndItsOwn() {
        Octets encoded = new Uri("sip:bob@192.0.2.4").encoded();

        String uri = HexFormat.of().formatHex("sip:bob@192.0.2.4".getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(encoded.toByteArray())).isEqualTo("01" + "0013" + "0011" + uri);
        assertThat(SipRegistration.decode(encoded)).contains(new Uri("sip:bob@192.0.2.4"));
    }

    @Test
    void aRouteHasPreferencesAndADestinationList() {
        Route route = new Route("audio", Octets.copyOf(new byte[] {1, 16, 7}));

        assertThat(HexFormat.of().formatHex(route.encoded().toByteArray()))
                .isEqualTo("02" + "000c" + "0005" + "617564696f" + "0003" + "011007");
        assertThat(SipRegistration.decode(route.encoded())).contains(route);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "010000", "0100030002", "01000200", "03000200", "0100030001aabb", "010002000100"})
    void whatIsNoRegistrationIsNotRead(String hex) {
        assertThat(SipRegistration.decode(Octets.wrap(HexFormat.of().parseHex(hex))))
                .isEqualTo(Optional.empty());
    }

    @Test
    void aRouteSetIsAUriWithItsProxiesAsRoutes() {
        RouteSet set = new RouteSet("sip:bob@192.0.2.4:5060", List.of("sip:edge.example.org;lr", "<sip:t@h;lr>"));

        assertThat(set.toUri())
                .isEqualTo("sip:bob@192.0.2.4:5060?Route=%3Csip:edge.example.org%3Blr%3E&Route=%3Csip:t%40h%3Blr%3E");
        assertThat(RouteSet.of(set.toUri()))
                .contains(new RouteSet("sip:bob@192.0.2.4:5060", List.of("<sip:edge.example.org;lr>", "<sip:t@h;lr>")));
    }

    @Test
    void otherHeaderFieldsAreLeftOutAndBrokenEscapesRefused() {
        assertThat(RouteSet.of("sip:bob@h?Subject=hello&route=%3Csip:p%3E"))
                .contains(new RouteSet("sip:bob@h", List.of("<sip:p>")));
        assertThat(RouteSet.of("sip:bob@h?Route=%3")).isEmpty();
        assertThat(RouteSet.of("sip:bob@h?Route=%zz")).isEmpty();
    }
}
