package org.p2psip.suite.sip;

import java.time.Duration;

/**
 * A request and its final response.
 *
 * @param response the final response
 * @param took from sending the request (the one with credentials, when there was a challenge) to the response
 */
public record Answered(SipResponse response, Duration took) {

    public int status() {
        return response.status();
    }
}
