package org.p2psip.routing.service.authority.files;

import static org.p2psip.routing.admission.Ruling.granted;
import static org.p2psip.routing.admission.Ruling.refused;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.p2psip.identity.Role;
import org.p2psip.routing.admission.EnrollmentToken;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.admission.TokenGrant;

/**
 * The tokens: a file each, named by the token's hash. The last use of one renames its file, and those before write what is
 * left, which the file system does once and for all: what was used stays used after a crash.
 */
public final class TokenFiles implements Authorization {
    /** Tokens that are open or were used lately. */
    public static final int LIMIT = 10_000;

    private static final Logger LOG = Logger.getLogger(TokenFiles.class);
    private static final String USED = ".used";

    private final DurableDirectory directory;
    private final Map<String, TokenGrant> open = new HashMap<>();
    private final Map<String, TokenGrant> used = new HashMap<>();

    /** @param directory for the tokens alone */
    public TokenFiles(DurableDirectory directory) throws IOException {
        this.directory = directory;
        for (String name : directory.names()) {
            Optional<TokenGrant> grant = directory.read(name).flatMap(TokenFiles::parse);
            if (grant.isEmpty()) {
                LOG.warnf(
                        "%s is no token; nobody can use it, and it can be deleted",
                        directory.path().resolve(name));
            } else if (name.endsWith(USED)) {
                used.put(name.substring(0, name.length() - USED.length()), grant.get());
            } else {
                open.put(name, grant.get());
            }
        }
    }

    /** Keeps a token until it expires. */
    public Ruling<EnrollmentToken> add(EnrollmentToken token, TokenGrant grant, Instant now) throws IOException {
        forgetExpired(open, "", now);
        forgetExpired(used, USED, now);
        if (open.size() + used.size() >= LIMIT) {
            return refused(Cause.LIMIT, "there are " + LIMIT + " tokens; more can be made when some have expired");
        }
        directory.write(token.hash(), format(grant));
        open.put(token.hash(), grant);
        return granted(token);
    }

    @Override
    public Ruling<TokenGrant> look(String proof) {
        Optional<String> hash = EnrollmentToken.parse(proof).map(EnrollmentToken::hash);
        if (hash.isEmpty() || !open.containsKey(hash.get())) {
            return hash.filter(used::containsKey).isPresent()
                    ? refused(Cause.FORBIDDEN, "the token was used; an operator makes a new one")
                    : refused(Cause.FORBIDDEN, "the token is not known; an operator makes one");
        }
        return granted(open.get(hash.get()));
    }

    @Override
    public boolean use(String proof) throws IOException {
        String hash = EnrollmentToken.parse(proof).orElseThrow().hash();
        Optional<TokenGrant> left = open.get(hash).used();
        if (left.isPresent()) {
            directory.write(hash, format(left.get()));
            open.put(hash, left.get());
            return true;
        }
        if (!directory.rename(hash, hash + USED)) {
            return false;
        }
        used.put(hash, open.remove(hash));
        return true;
    }

    private void forgetExpired(Map<String, TokenGrant> tokens, String suffix, Instant now) throws IOException {
        List<String> expired = tokens.entrySet().stream()
                .filter(token -> now.isAfter(token.getValue().expiresAt()))
                .map(Map.Entry::getKey)
                .toList();
        for (String hash : expired) {
            directory.delete(hash + suffix);
            tokens.remove(hash);
        }
    }

    private static String format(TokenGrant grant) {
        String roles = grant.roles().stream().map(Role::label).sorted().collect(Collectors.joining(","));
        return grant.expiresAt() + " " + grant.site() + " " + roles + " " + grant.uses() + "\n";
    }

    private static Optional<TokenGrant> parse(String text) {
        String[] words = text.strip().split(" ");
        // Tokens of before were good once, and did not say so
        if (words.length < 3 || words.length > 4) {
            return Optional.empty();
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String label : words[2].split(",")) {
            Role.ofLabel(label).ifPresent(roles::add);
        }
        try {
            int uses = words.length == 4 ? Integer.parseInt(words[3]) : 1;
            return Optional.of(new TokenGrant(roles, words[1], Instant.parse(words[0]), uses));
        } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.empty(); // the caller says which file it is
        }
    }
}
