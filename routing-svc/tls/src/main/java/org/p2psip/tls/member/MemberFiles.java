package org.p2psip.tls.member;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Identity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.Trust;

/**
 * The files of a member, for its owner's eyes alone (0700, 0600). Key and certificate are one file, as each is worth
 * nothing without the other; a change is one rename.
 */
final class MemberFiles {
    private static final String MEMBER = "member.pem";
    private static final String AUTHORITIES = "authorities.pem";
    private static final String LISTS = "revocation-lists.pem";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String BEGIN = "-----BEGIN CERTIFICATE";

    private final Path directory;

    MemberFiles(Path directory) throws IOException {
        this.directory = directory;
        if (!Files.isDirectory(directory)) {
            if (directory.toAbsolutePath().getParent() != null) {
                Files.createDirectories(directory.toAbsolutePath().getParent());
            }
            Files.createDirectory(directory, OWNER_DIRECTORY);
        }
    }

    /** Key and certificate; empty before the first enrollment. */
    Optional<MemberCertificate> member() throws IOException {
        Optional<String> text = read(MEMBER);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            PrivateKey key = PemText.key(text.get());
            int chainAt = text.get().indexOf(BEGIN);
            if (chainAt < 0) {
                throw new GeneralSecurityException("it has no certificate");
            }
            return Optional.of(member(key, PemText.certificates(text.get().substring(chainAt))));
        } catch (GeneralSecurityException e) {
            throw damaged(MEMBER, e);
        }
    }

    /** What an enrollment server gave for a key. */
    static MemberCertificate member(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException {
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate");
        }
        return switch (Identity.of(chain.getFirst())) {
            case Identity.Reading.Known(Identity identity) -> new MemberCertificate(key, chain, identity);
            case Identity.Reading.Unknown(String message) -> throw new GeneralSecurityException(message);
        };
    }

    void write(MemberCertificate member) throws IOException {
        write(MEMBER, PemText.ofKey(member.key()) + PemText.ofCertificates(member.chain()));
    }

    /** The CAs; none before the first enrollment. */
    List<X509Certificate> authorities() throws IOException {
        try {
            return PemText.certificates(read(AUTHORITIES).orElse(""));
        } catch (GeneralSecurityException e) {
            throw damaged(AUTHORITIES, e);
        }
    }

    /** The revocation lists that were received last. */
    List<X509CRL> lists() throws IOException {
        try {
            return PemText.lists(read(LISTS).orElse(""));
        } catch (GeneralSecurityException e) {
            throw damaged(LISTS, e);
        }
    }

    void write(Trust trust) throws IOException {
        write(AUTHORITIES, PemText.ofCertificates(trust.authorities()));
        write(LISTS, PemText.ofLists(trust.lists()));
    }

    private IOException damaged(String name, GeneralSecurityException why) {
        return new IOException(
                "the file " + directory.resolve(name) + " is damaged (" + why.getMessage()
                        + "); without it the member has to enroll again, with a new token",
                why);
    }

    private Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(directory.resolve(name)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private void write(String name, String text) throws IOException {
        Path beside = directory.resolve(name + ".new");
        Files.deleteIfExists(beside);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(beside, options, OWNER_FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                beside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
