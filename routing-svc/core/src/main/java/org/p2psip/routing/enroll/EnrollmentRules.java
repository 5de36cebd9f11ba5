package org.p2psip.routing.enroll;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.p2psip.routing.enroll.UserEnrollment.Allowed;
import org.p2psip.routing.enroll.UserEnrollment.Refused;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.record.Quote;

/**
 * The rules by which an overlay takes users: an address of record in one of its domains, and a digest hash for each
 * algorithm that edges offer. Passwords never reach it.
 *
 * @param domains SIP domains of the overlay, lower case
 */
public record EnrollmentRules(Set<String> domains) {
    private static final Pattern CERTIFIED_USER =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*");

    public EnrollmentRules {
        domains = Set.copyOf(domains);
    }

    /** Checks a distinguished name, such as "sip:alice@example.org": an address of record in a domain of the overlay. */
    public UserEnrollment checkName(String distinguishedName) {
        return switch (Aor.parse(distinguishedName)) {
            case Aor.Parsed.Malformed malformed -> new Refused(malformed.message());
            case Aor.Parsed.Valid(Aor aor) when domains.contains(aor.host()) -> new Allowed(aor);
            case Aor.Parsed.Valid(Aor aor) ->
                new Refused("'" + Quote.shorten(distinguishedName) + "': the domain " + aor.host()
                        + " is not one of this overlay, which has " + String.join(", ", sortedDomains()));
        };
    }

    /** Checks a user: the name as {@link #checkName}, and hashes of the right form for all required algorithms. */
    public UserEnrollment check(String distinguishedName, List<UserHash> hashes) {
        UserEnrollment name = checkName(distinguishedName);
        if (!(name instanceof Allowed(Aor aor))) {
            return name;
        }
        Set<DigestAlgorithm> given = EnumSet.noneOf(DigestAlgorithm.class);
        for (UserHash hash : hashes) {
            Optional<DigestAlgorithm> algorithm = DigestAlgorithm.ofToken(hash.algorithm());
            if (algorithm.isEmpty()) {
                return new Refused("digest algorithm '" + Quote.shorten(hash.algorithm()) + "' is not known, expected "
                        + tokens(EnumSet.allOf(DigestAlgorithm.class)));
            }
            if (!given.add(algorithm.get())) {
                return new Refused("there are two hashes for " + hash.algorithm() + ", expected one");
            }
            Optional<Refused> refusal = checkForm(hash, algorithm.get(), aor.host());
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        Set<DigestAlgorithm> missing = required();
        missing.removeAll(given);
        return missing.isEmpty()
                ? name
                : new Refused(
                        "there is no hash for " + tokens(missing) + ", expected one for each of " + tokens(required()));
    }

    /**
     * Checks that a certificate can name a user: as the local part of a mail address, without quotes (RFC 5322 section
     * 3.2.3), since RFC 6940 section 11.3 puts it there.
     */
    public UserEnrollment checkCertified(Aor aor) {
        return CERTIFIED_USER.matcher(aor.user()).matches()
                ? new Allowed(aor)
                : new Refused("the user '" + Quote.shorten(aor.user()) + "' cannot stand in a certificate, expected"
                        + " letters, digits and !#$%&'*+-/=?^_`{|}~, and dots between them");
    }

    private static Optional<Refused> checkForm(UserHash hash, DigestAlgorithm algorithm, String domain) {
        if (!hash.realm().equals(domain)) {
            return Optional.of(new Refused("the realm of the " + hash.algorithm() + " hash is '"
                    + Quote.shorten(hash.realm()) + "', expected the user's domain " + domain));
        }
        if (hash.ha1().length() != algorithm.hexDigits()) {
            return Optional.of(new Refused("the " + hash.algorithm() + " hash has "
                    + hash.ha1().length() + " digits, expected " + algorithm.hexDigits()));
        }
        boolean lowerHex = hash.ha1().chars().allMatch(c -> HexFormat.isHexDigit(c) && !Character.isUpperCase(c));
        return lowerHex
                ? Optional.empty()
                : Optional.of(new Refused(
                        "the " + hash.algorithm() + " hash has characters that are no lower-case hexadecimal digits"));
    }

    private static Set<DigestAlgorithm> required() {
        Set<DigestAlgorithm> required = EnumSet.allOf(DigestAlgorithm.class);
        required.removeIf(algorithm -> !algorithm.isRequired());
        return required;
    }

    private static String tokens(Set<DigestAlgorithm> algorithms) {
        return algorithms.stream().map(DigestAlgorithm::token).collect(Collectors.joining(", "));
    }

    private List<String> sortedDomains() {
        return domains.stream().sorted().toList();
    }
}
