package org.p2psip.edge.gruu;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.message.SipUri;

/** Makes GRUUs and reads them (RFC 5627 sections 5.4 and 6.1). For one thread. */
public final class Gruus {
    private final TemporaryGruu temporary;

    /**
     * @param secret shared by the edges of a site: each reads what another made
     * @param random makes two temporary GRUUs of one phone differ
     */
    public Gruus(byte[] secret, RandomGenerator random) {
        temporary = new TemporaryGruu(secret, random);
    }

    /** Whether a URI claims to be one; the cheap question before {@link #read}. */
    public static boolean isGruu(SipUri uri) {
        return uri.params().containsKey(SipUri.GRUU_PARAM);
    }

    /** The public GRUU of a phone. @param instance its instance ID, not empty */
    public String publicOf(Aor aor, String instance) {
        return SipUri.write(aor.user(), aor.host(), SipUri.GRUU_PARAM, instance);
    }

    /**
     * A new temporary GRUU of a phone; empty for a user whose name is too long for one.
     *
     * @param instance its instance ID, not empty
     * @param ofAor all bindings of the user, one of that phone among them
     */
    public Optional<String> temporaryOf(Aor aor, String instance, List<Binding> ofAor) {
        List<Binding> phone = new Gruu.Public(aor, instance).bindingsOf(ofAor);
        return temporary.of(aor, phone).map(user -> SipUri.write(user, aor.host(), SipUri.GRUU_PARAM, ""));
    }

    /** What a URI of an own domain means; empty when it is no GRUU of this site. */
    public Optional<Gruu> read(SipUri uri) {
        String instance = uri.params().get(SipUri.GRUU_PARAM);
        if (instance == null || uri.user().isEmpty()) {
            return Optional.empty();
        }
        return instance.isEmpty()
                ? temporary.read(uri.user(), uri.host())
                : uri.aor().map(aor -> new Gruu.Public(aor, instance));
    }
}
