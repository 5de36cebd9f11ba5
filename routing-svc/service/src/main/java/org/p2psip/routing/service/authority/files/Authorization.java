package org.p2psip.routing.service.authority.files;

import java.io.IOException;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.TokenGrant;

/** A way to prove that one may enroll. The proof is a text, such as a one-time token. */
public interface Authorization {
    /** What the proof allows; whether it has expired is for the rules. */
    Ruling<TokenGrant> look(String proof);

    /** Uses the proof up, for good; false when that was done before. */
    boolean use(String proof) throws IOException;
}
