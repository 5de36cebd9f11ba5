package org.p2psip.edge;

/** What the edge counts; the names are those of the metrics, in lower case. */
public enum EdgeCounter {
    REQUESTS_REGISTER,
    REQUESTS_INVITE,
    REQUESTS_ACK,
    REQUESTS_BYE,
    REQUESTS_CANCEL,
    REQUESTS_OPTIONS,
    REQUESTS_OTHER,
    RESPONSES_RECEIVED,
    /** Probes of trunks without an answer that says that somebody is there. */
    TRUNK_PROBES_FAILED,
    /** Calls that went on to another host, trunk or site, as one failed. */
    TRUNK_FAILOVERS,
    /** Calls refused as no trunk of their route was up. */
    TRUNKS_UNAVAILABLE,
    /** Calls that a trunk took no more of. */
    LIMIT_TRUNK_CALLS,
    /** Requests that would have reached a trunk's host, but did not go by that trunk: 403. */
    TRUNK_BYPASSES_REFUSED,
    /** Writes of GATEWAY records that failed. */
    GATEWAY_RECORDS_FAILED,
    /** Hosts of trunks that were found to be down. */
    TRUNK_HOSTS_DOWN,
    /** Registrations at trunks that were refused or not answered. */
    TRUNK_REGISTRATIONS_FAILED,
    /** Requests that the edge sent of its own: probes, registrations, notifications. */
    OWN_REQUESTS,
    /** Responses sent, by class of status. */
    RESPONSES_1XX,
    RESPONSES_2XX,
    RESPONSES_3XX,
    RESPONSES_4XX,
    RESPONSES_5XX,
    RESPONSES_6XX,
    KEEPALIVES,
    /** Binding requests on the SIP port. */
    STUN_ANSWERED,
    /** STUN messages that are malformed or ask for something else. */
    STUN_DROPPED,
    /** Messages that are no SIP or break its grammar, answered or dropped. */
    MALFORMED,
    /** Those of them that are longer than the parser takes, or have more header lines or a longer Request-URI. */
    LIMIT_MESSAGE,
    /** Responses that belong to no transaction of ours (RFC 6026 section 6). */
    STRAY_RESPONSES,
    /** Requests and ACKs that may not be answered and lead nowhere. */
    DROPPED_REQUESTS,
    /** Requests that came again and were absorbed by their server transaction. */
    RETRANSMISSIONS_ABSORBED,
    /** Requests and responses sent again by a timer. */
    RETRANSMISSIONS_SENT,
    CLIENT_TIMEOUTS,
    SEND_FAILURES,
    CHALLENGES,
    /** Requests with a wrong password or the name of no user. */
    AUTH_FAILURES,
    /** Requests of disabled users who gave the right password: 403. */
    DISABLED_USERS,
    /** Requests whose credentials are checked late, as many before them were wrong. */
    AUTH_DELAYED,
    /** Requests that may not do what they ask for: 403. */
    FORBIDDEN,
    /** Tokens in a Route or a stored Path that no edge of this site made, or for something else. */
    ROUTE_TOKENS_FORGED,
    /** Requests that did not reach a phone because its flow, or the edge that holds it, was gone. */
    FLOWS_FAILED,
    /** Other flows of the same phone that were tried then (RFC 5626 section 7). */
    FLOWS_TRIED_NEXT,
    /** Requests that came back unchanged: 482. */
    LOOPS,
    /** Requests with Max-Forwards 0: 483. */
    HOPS_EXHAUSTED,
    /** Requests with Max-Breadth 0: 440. */
    BREADTH_EXHAUSTED,
    ROUTE_SET_CACHE_HITS,
    ROUTE_SET_CACHE_MISSES,
    /** Events of changes that the edge knows already, most of them its own: what is kept stays. */
    ROUTE_SET_EVENTS_KNOWN,
    CREDENTIALS_CACHE_HITS,
    CREDENTIALS_CACHE_MISSES,
    STALE_CONTACT_RETRIES,
    /** Bindings from the overlay that no message could carry; they are left out. */
    UNUSABLE_BINDINGS,
    OVERLAY_QUESTIONS,
    OVERLAY_UNAVAILABLE,
    /** Questions to DNS. */
    DNS_QUESTIONS,
    /** Those that no name server answered in time. */
    DNS_FAILURES,
    /** Names that led to no server that this edge can reach. */
    SERVERS_NOT_FOUND,
    /** Requests sent to another server, as one could not be sent to, was silent or answered 503. */
    SERVER_FAILOVERS,
    /** Large requests sent over TCP, though their target would have got UDP. */
    LARGE_OVER_TCP,
    /** Servers that failed and were forgotten early to make room. */
    LIMIT_FAILED_SERVERS,
    /** Requests refused because the transaction table is full. */
    LIMIT_TRANSACTIONS,
    /** Completed transactions forgotten early to make room. */
    LIMIT_COMPLETED_EVICTED,
    /** Questions not asked because too many wait for their answer. */
    LIMIT_PENDING,
    /** Targets of a request that were left out. */
    LIMIT_BRANCHES,
    /** Subscriptions to registrations that began. */
    REG_SUBSCRIPTIONS,
    /** NOTIFYs on registrations that were sent. */
    REG_NOTIFIES,
    /** Subscriptions refused because there are too many. */
    LIMIT_SUBSCRIPTIONS,
    /** Requests refused because too many are being delayed. */
    LIMIT_DELAYED,
    /** Calls whose record was published before their end. */
    LIMIT_CALLS,
    /** Requests answered 503 because their source sends too many. */
    RATE_REFUSED,
    /** Messages not answered because their source sends far too many. */
    RATE_DROPPED,
    /** Requests of programs that look for victims, not answered. */
    SCANNERS_DROPPED,
    /** Requests refused because the event loop is late. */
    REFUSED_OVERLOAD,
    /** Sources that were banned. */
    BANS,
    /** Bans that ended early to make room for others. */
    LIMIT_BANS,
    /** Requests refused while the edge drains. */
    REFUSED_DRAINING,
    CALLS_ANSWERED,
    CALLS_FAILED,
    /** Calls whose end was not seen, as their session timer says. */
    CALLS_EXPIRED
}
