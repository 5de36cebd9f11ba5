package org.p2psip.edge.gateway;

/** RAck values (RFC 3262 section 7.2): response number, CSeq number and method. */
final class Rack {
    private Rack() {}

    /** The value with another CSeq number; as it is when it cannot be read. */
    static String shifted(String rack, int by) {
        String[] parts = rack.trim().split("[ \t]+");
        boolean readable = parts.length == 3
                && parts[1].length() <= 10
                && parts[1].chars().allMatch(c -> c >= '0' && c <= '9')
                && !parts[1].isEmpty();
        return readable ? parts[0] + ' ' + (Long.parseLong(parts[1]) + by) + ' ' + parts[2] : rack;
    }
}
