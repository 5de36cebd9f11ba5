package org.p2psip.storage.access.policy;

import java.util.List;
import java.util.Optional;
import org.p2psip.storage.access.AccessPolicy;

/** The policies by their names, for configurations. */
public final class AccessPolicies {
    private static final String MULTIPLE = "NODE-MULTIPLE";

    private static final List<AccessPolicy> WITHOUT_PARAMETER = List.of(
            new UserMatch(),
            new NodeMatch(),
            new UserNodeMatch(),
            new EdgeMatch(),
            new SiteMatch(),
            new OperatorMatch());

    private AccessPolicies() {}

    /** Whether a policy has a parameter, "max-node-multiple". */
    public static boolean needsMaxNodeMultiple(String name) {
        return name.equals(MULTIPLE);
    }

    /**
     * The policy of a name.
     *
     * @param maxNodeMultiple 1 to {@link NodeMultiple#LARGEST}, for NODE-MULTIPLE; else it is not looked at
     * @return empty for a name that is none
     */
    public static Optional<AccessPolicy> of(String name, int maxNodeMultiple) {
        if (needsMaxNodeMultiple(name)) {
            return Optional.of(new NodeMultiple(maxNodeMultiple));
        }
        for (AccessPolicy policy : WITHOUT_PARAMETER) {
            if (policy.name().equals(name)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /** All names, as people read them. */
    public static String names() {
        StringBuilder names = new StringBuilder();
        for (AccessPolicy policy : WITHOUT_PARAMETER) {
            names.append(policy.name()).append(", ");
        }
        return names.append("or ").append(MULTIPLE).toString();
    }
}
