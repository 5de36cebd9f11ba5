package org.p2psip.edge.locate;

import java.net.InetAddress;
import java.util.List;

/** What DNS said. No record of that type, or no such name, is an answer without records. */
public sealed interface DnsAnswer {

    /** Answer to {@link DnsQuestion.Type#NAPTR}. */
    record Naptrs(List<Naptr> records) implements DnsAnswer {
        public Naptrs {
            records = List.copyOf(records);
        }
    }

    /** Answer to {@link DnsQuestion.Type#SRV}. */
    record Srvs(List<Srv> records) implements DnsAnswer {
        public Srvs {
            records = List.copyOf(records);
        }
    }

    /** Answer to {@link DnsQuestion.Type#ADDRESS}, in the order to try. */
    record Addresses(List<InetAddress> addresses) implements DnsAnswer {
        public Addresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** No name server answered in time, or it could not. */
    record Failed(String reason) implements DnsAnswer {}

    /**
     * A NAPTR record without a regular expression (RFC 3403 section 4).
     *
     * @param order lower ones first, 0 to 65535
     * @param preference among those of one order, lower ones first, 0 to 65535
     * @param flags {@code s}: the replacement has SRV records; {@code a}: it has addresses
     * @param services such as {@code SIP+D2U}
     * @param replacement domain name without a dot at its end
     */
    record Naptr(int order, int preference, String flags, String services, String replacement) {}

    /**
     * An SRV record (RFC 2782).
     *
     * @param priority lower ones first, 0 to 65535
     * @param weight share among those of one priority, 0 to 65535
     * @param port 0 to 65535
     * @param target host name without a dot at its end; empty for the root, which says that there is no such service
     */
    record Srv(int priority, int weight, int port, String target) {}
}
