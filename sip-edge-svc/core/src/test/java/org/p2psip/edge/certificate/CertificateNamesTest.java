package org.p2psip.edge.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {

    @ParameterizedTest(name = "URI {0}, DNS {1}, IP {2}, CN {3} is {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            # URI                           | DNS                     | IP          | CN          | identities
            sip:example.com                 | -                       | -           | -           | example.com
            SIP:Example.COM                 | -                       | -           | -           | example.com
            sip:example.com,sip:example.net | -                       | -           | -           | example.com,example.net
            sip:example.com                 | edge.example.com        | -           | -           | example.com
            sip:example.com                 | -                       | -           | example.net | example.com
            sips:example.com                | edge.example.com        | -           | -           | edge.example.com
            sips:example.com                | -                       | -           | example.com | -
            sip:alice@example.com           | -                       | -           | -           | -
            sip:alice@example.com           | edge.example.com        | -           | -           | edge.example.com
            https://example.com             | edge.example.com        | -           | -           | edge.example.com
            -                               | Example.com,example.net | -           | example.org | example.com,example.net
            -                               | *.example.com           | -           | -           | -
            -                               | .example.com            | -           | -           | -
            -                               | *.example.com           | -           | example.com | -
            -                               | example.com.            | -           | -           | example.com
            -                               | -                       | -           | Example.com | example.com
            -                               | -                       | -           | *.a.example | -
            -                               | -                       | -           | -           | -
            -                               | -                       | 192.0.2.1   | example.com | 192.0.2.1
            sip:[2001:db8::1]               | -                       | -           | -           | 2001:db8::1
            """)
    void identitiesAreThoseOfSection71(String uris, String dns, String addresses, String commonName, String expected) {
        CertificateNames names = new CertificateNames(
                list(uris), list(dns), list(addresses), false, commonName == null ? "" : commonName);
        assertThat(names.identities()).containsExactlyInAnyOrderElementsOf(list(expected));
    }

    @Test
    void commonNameDoesNotCountBesideAnyAlternativeName() {
        assertThat(new CertificateNames(List.of(), List.of(), List.of(), true, "example.com").identities())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} names {1}: {2}")
    @CsvSource({
        "example.com,     example.com,     true",
        "example.com,     EXAMPLE.com,     true",
        "example.com,     example.com.,    true",
        "example.com,     sip.example.com, false",
        "sip.example.com, example.com,     false",
        "2001:db8::1,     [2001:db8::1],   true",
    })
    void identityIsComparedAsAWhole(String identity, String wanted, boolean named) {
        assertThat(CertificateNames.isAmong(Set.of(identity), wanted)).isEqualTo(named);
    }

    private static List<String> list(String text) {
        return text == null ? List.of() : List.of(text.split(","));
    }
}
