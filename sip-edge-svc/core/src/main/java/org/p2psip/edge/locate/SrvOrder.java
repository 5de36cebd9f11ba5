package org.p2psip.edge.locate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/** The order in which the servers of a service are tried (RFC 2782, "Usage rules"): by priority, then drawn by weight. */
final class SrvOrder {
    private static final Comparator<DnsAnswer.Srv> ZERO_WEIGHTS_FIRST =
            Comparator.comparingInt(DnsAnswer.Srv::priority).thenComparingInt(srv -> srv.weight() == 0 ? 0 : 1);

    private SrvOrder() {}

    static List<DnsAnswer.Srv> of(List<DnsAnswer.Srv> records, RandomGenerator random) {
        if (records.size() < 2) {
            return records;
        }
        List<DnsAnswer.Srv> left = new ArrayList<>(records);
        left.sort(ZERO_WEIGHTS_FIRST);
        List<DnsAnswer.Srv> ordered = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            ordered.add(draw(left, random));
        }
        return ordered;
    }

    /** Takes one of those of the lowest priority. */
    private static DnsAnswer.Srv draw(List<DnsAnswer.Srv> left, RandomGenerator random) {
        int priority = left.getFirst().priority();
        int sum = 0; // of at most some hundred weights of 16 bits
        for (DnsAnswer.Srv srv : left) {
            sum += srv.priority() == priority ? srv.weight() : 0;
        }
        int drawn = random.nextInt(sum + 1);
        int running = 0;
        Iterator<DnsAnswer.Srv> candidates = left.iterator();
        DnsAnswer.Srv candidate = candidates.next();
        running += candidate.weight();
        while (running < drawn) {
            candidate = candidates.next();
            running += candidate.weight();
        }
        candidates.remove();
        return candidate;
    }
}
