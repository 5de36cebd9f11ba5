package org.p2psip.routing.bootstrap;

import java.util.List;
import org.p2psip.routing.table.PeerInfo;

/** What a {@link BootstrapSearch} wants done. */
public sealed interface SearchCommand {
    /** Ask a server to discover; answered by {@code answered} or {@code failed}, or given up in time. */
    record Ask(String server) implements SearchCommand {}

    /** Look a name up in DNS; answered by {@code resolved}. */
    record Resolve(String name) implements SearchCommand {}

    /** Send a question to every way of reaching neighbors without knowing them; each answer is a {@code heard}. */
    record CallOut() implements SearchCommand {}

    /**
     * The search has come to an end.
     *
     * @param server who said so, "host:port"
     * @param peers at least one
     */
    record Found(String server, List<PeerInfo> peers) implements SearchCommand {}

    /**
     * Nobody answered with peers; it goes on by itself.
     *
     * @param why what became of each way, for the log
     * @param againInMs when it begins anew, milliseconds from now
     */
    record NobodyFound(String why, long againInMs) implements SearchCommand {}
}
