package org.p2psip.routing.service.account;

/** What came of asking the API server; a label of its metrics. */
enum ReviewResult {
    /** The token is good, and of an account that may become a member. */
    ADMITTED,
    /** It is not: unknown, expired, for another audience, or of another account. */
    REFUSED,
    /** The API server does not answer, or not what it should. */
    UNAVAILABLE,
    /** It does not answer in time. */
    TIMEOUT,
    /** Too many calls are in flight. */
    LIMIT
}
