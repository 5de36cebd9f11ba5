package org.p2psip.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdentityTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_ID = "fedcba9876543210fedcba9876543210";
    private static final GeneralName NODE = uri("reload://0110" + ID + "@example.org/");
    private static final GeneralName USER = new GeneralName(GeneralName.rfc822Name, "alice@example.org");
    private static final List<String> EDGE = List.of("1.3.6.1.5.5.7.3.1", Role.EDGE.purpose());
    private static final ASN1Encodable HOME = new DERUTF8String("home");

    @Test
    void nodeIdsUserNameRolesAndSiteAreRead() throws Exception {
        List<GeneralName> names = List.of(NODE, uri("reload://0110" + OTHER_ID + "@example.org/"), USER);
        List<String> purposes = List.of(Role.EDGE.purpose(), Role.RELAY.purpose());
        assertThat(Identity.of(certificate(names, purposes, HOME)))
                .isEqualTo(new Identity.Reading.Known(new Identity(
                        "example.org",
                        List.of(ID, OTHER_ID),
                        "alice@example.org",
                        Set.of(Role.EDGE, Role.RELAY),
                        Optional.of("home"))));
    }

    @Test
    void siteMayBeAbsent() throws Exception {
        assertThat(Identity.of(certificate(List.of(NODE, USER), List.of(Role.USER.purpose()), null)))
                .isInstanceOfSatisfying(
                        Identity.Reading.Known.class,
                        known -> assertThat(known.identity().site()).isEmpty());
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                Arguments.of("no Node-ID", List.of(USER), EDGE, HOME),
                Arguments.of("0 user names", List.of(NODE), EDGE, HOME),
                Arguments.of("2 user names", List.of(NODE, USER, USER), EDGE, HOME),
                Arguments.of("no role", List.of(NODE, USER), List.of("1.3.6.1.5.5.7.3.1"), HOME),
                Arguments.of(
                        "two overlays",
                        List.of(NODE, uri("reload://0110" + OTHER_ID + "@other.example/"), USER),
                        EDGE,
                        HOME),
                Arguments.of("neither a node", List.of(NODE, USER, uri("sip:example.org")), EDGE, HOME),
                Arguments.of(
                        "neither a node",
                        List.of(NODE, USER, new GeneralName(GeneralName.dNSName, "example.org")),
                        EDGE,
                        HOME),
                Arguments.of("site", List.of(NODE, USER), EDGE, new DERUTF8String("two words")),
                Arguments.of("site", List.of(NODE, USER), EDGE, new DERUTF8String("x".repeat(65))),
                Arguments.of("site", List.of(NODE, USER), EDGE, new DERIA5String("home")));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void certificateThatIsNotOfAnOverlayIsNobody(
            String why, List<GeneralName> names, List<String> purposes, ASN1Encodable site) throws Exception {
        assertThat(Identity.of(certificate(names, purposes, site)))
                .isInstanceOfSatisfying(Identity.Reading.Unknown.class, unknown -> assertThat(unknown.message())
                        .contains(why));
    }

    @Test
    void certificateWithoutExtensionsIsNobody() throws Exception {
        assertThat(Identity.of(certificate(List.of(), List.of(), null))).isInstanceOf(Identity.Reading.Unknown.class);
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    private static X509Certificate certificate(List<GeneralName> names, List<String> purposes, ASN1Encodable site)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        Instant start = Instant.EPOCH;
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=test"),
                BigInteger.ONE,
                Date.from(start),
                Date.from(start.plusSeconds(60)),
                new X500Name("CN=test"),
                keys.getPublic());
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, true, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        List<KeyPurposeId> usages = new ArrayList<>();
        purposes.forEach(purpose -> usages.add(KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose))));
        if (!usages.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages.toArray(KeyPurposeId[]::new)));
        }
        if (site != null) {
            builder.addExtension(new ASN1ObjectIdentifier(SiteExtension.OID), false, site);
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }
}
