package org.p2psip.identity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI of a node (RFC 6940 section 14.15): "reload://", a destination list of one Node-ID in hexadecimal digits, "@",
 * the overlay's name, "/".
 *
 * @param nodeId 32 lower-case hexadecimal digits, neither all 0 nor all f (RFC 6940 section 6.3.1.1)
 * @param overlay name of the overlay, lower case
 */
public record NodeUri(String nodeId, String overlay) {
    /** A Destination (RFC 6940 section 6.3.2.2) of type node (1) and 16 bytes length. */
    private static final String NODE_DESTINATION = "0110";

    private static final Pattern FORM =
            Pattern.compile("reload://" + NODE_DESTINATION + "([0-9a-f]{32})@([a-z0-9._-]{1,253})/");
    private static final Pattern RESERVED = Pattern.compile("0{32}|f{32}");

    public NodeUri {
        if (!FORM.matcher(text(nodeId, overlay)).matches()
                || RESERVED.matcher(nodeId).matches()) {
            throw new IllegalArgumentException("no node of an overlay: " + nodeId + "@" + overlay);
        }
    }

    /** Reads a URI of a node; empty for any other, those of stored values and of longer destination lists among them. */
    public static Optional<NodeUri> parse(String uri) {
        Matcher form = FORM.matcher(uri);
        if (!form.matches() || RESERVED.matcher(form.group(1)).matches()) {
            return Optional.empty();
        }
        return Optional.of(new NodeUri(form.group(1), form.group(2)));
    }

    @Override
    public String toString() {
        return text(nodeId, overlay);
    }

    private static String text(String nodeId, String overlay) {
        return "reload://" + NODE_DESTINATION + nodeId + "@" + overlay + "/";
    }
}
