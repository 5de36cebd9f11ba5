package org.p2psip.routing.service.authority.files;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jboss.logging.Logger;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.Pem;
import org.p2psip.routing.authority.TrustedAuthorities;
import org.p2psip.routing.service.config.StartRefused;

/**
 * The CAs on disk: certificate and key of each in files named by its serial number, and one file that says which of them
 * does what. So a step of a roll-over is one write.
 */
public final class AuthorityFiles {
    private static final Logger LOG = Logger.getLogger(AuthorityFiles.class);
    private static final String ROLES = "roles";
    private static final String CERTIFICATE = ".pem";
    private static final String KEY = ".key";

    private final DurableDirectory directory;

    /** @param directory for these files alone */
    public AuthorityFiles(DurableDirectory directory) {
        this.directory = directory;
    }

    /**
     * What is on disk.
     *
     * @param steps of roll-overs so far
     */
    public record Stored(TrustedAuthorities authorities, int steps) {}

    /** What is on disk; empty before the first start. @throws StartRefused when it is damaged */
    public Optional<Stored> read(Instant now) throws IOException {
        Optional<String> text = directory.read(ROLES);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Properties roles = new Properties();
        roles.load(new StringReader(text.get()));
        String signing = roles.getProperty("signing");
        if (signing == null) {
            throw damaged(ROLES, "a line \"signing=SERIAL\"");
        }
        // One that has ended signs nothing, but need not keep the others away
        TrustedAuthorities authorities = new TrustedAuthorities(
                load(signing, now), load(roles, "next", now), load(roles, "previous", Instant.EPOCH));
        return Optional.of(new Stored(authorities, steps(roles)));
    }

    private int steps(Properties roles) {
        try {
            return Integer.parseInt(roles.getProperty("steps", ""));
        } catch (NumberFormatException e) {
            throw damaged(ROLES, "a line \"steps=NUMBER\"");
        }
    }

    private Optional<CertificateAuthority> load(Properties roles, String role, Instant now) throws IOException {
        String serial = roles.getProperty(role);
        return serial == null ? Optional.empty() : Optional.of(load(serial, now));
    }

    private CertificateAuthority load(String serial, Instant now) throws IOException {
        X509Certificate certificate = directory
                .read(serial + CERTIFICATE)
                .flatMap(Pem::certificate)
                .orElseThrow(() -> damaged(serial + CERTIFICATE, "the certificate of a CA in PEM"));
        PrivateKey key = directory
                .read(serial + KEY)
                .flatMap(Pem::privateKey)
                .orElseThrow(() -> damaged(serial + KEY, "its private key in PEM"));
        CertificateAuthority ca = new CertificateAuthority(certificate, key);
        List<String> problems = ca.problems(now);
        if (!problems.isEmpty()) {
            throw new StartRefused(
                    "The CA " + serial + " in " + directory.path() + " cannot be used: " + String.join("; ", problems));
        }
        return ca;
    }

    /** Keeps what is trusted from now on; what is no longer trusted is deleted. */
    public void write(Stored stored) throws IOException {
        TrustedAuthorities authorities = stored.authorities();
        StringBuilder roles = new StringBuilder("steps=" + stored.steps() + "\n");
        roles.append("signing=").append(serial(authorities.signing())).append('\n');
        authorities
                .next()
                .ifPresent(ca -> roles.append("next=").append(serial(ca)).append('\n'));
        authorities
                .previous()
                .ifPresent(ca -> roles.append("previous=").append(serial(ca)).append('\n'));
        for (CertificateAuthority ca : authorities.all()) {
            if (!directory.has(serial(ca) + CERTIFICATE)) {
                directory.write(serial(ca) + KEY, Pem.write(ca.key()));
                directory.write(serial(ca) + CERTIFICATE, Pem.write(ca.certificate()));
            }
        }
        directory.write(ROLES, roles.toString());
        List<String> trusted =
                authorities.all().stream().map(AuthorityFiles::serial).toList();
        for (String name : directory.names()) {
            boolean isOfNone = !name.equals(ROLES) && trusted.stream().noneMatch(name::startsWith);
            if (isOfNone) {
                LOG.infof("%s belongs to a CA that is no longer trusted; it is deleted", name);
                directory.delete(name);
            }
        }
    }

    /** The CA that an operator gave as files. @throws StartRefused when it cannot be used */
    public static CertificateAuthority given(Path certificateFile, Path keyFile, Instant now) {
        X509Certificate certificate = Pem.certificate(text("p2psip.enrollment.ca-certificate", certificateFile))
                .orElseThrow(() -> StartRefused.setting(
                        "p2psip.enrollment.ca-certificate",
                        certificateFile.toString(),
                        "a file with the certificate of a CA in PEM"));
        PrivateKey key = Pem.privateKey(text("p2psip.enrollment.ca-key", keyFile))
                .orElseThrow(() -> StartRefused.setting(
                        "p2psip.enrollment.ca-key",
                        keyFile.toString(),
                        "a file with a private key in PEM, PKCS #8, not encrypted"));
        CertificateAuthority ca = new CertificateAuthority(certificate, key);
        List<String> problems = ca.problems(now);
        if (!problems.isEmpty()) {
            throw StartRefused.setting(
                    "p2psip.enrollment.ca-certificate",
                    certificateFile.toString(),
                    "the certificate of a CA that is valid, and fits p2psip.enrollment.ca-key: "
                            + String.join("; ", problems));
        }
        return ca;
    }

    private static String text(String key, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw StartRefused.setting(
                    key,
                    file.toString(),
                    "a file that can be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private StartRefused damaged(String name, String expected) {
        return new StartRefused("The file " + directory.path().resolve(name) + " is missing or damaged: expected "
                + expected + ". Restore the directory from a backup; without it every node has to enroll again");
    }

    private static String serial(CertificateAuthority ca) {
        BigInteger serial = ca.certificate().getSerialNumber();
        return serial.toString(16);
    }
}
