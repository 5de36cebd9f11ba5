package org.p2psip.edge.entry;

import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.transaction.IncomingRequest;

/**
 * Why a request goes no further.
 *
 * @param status final status, 400 or above
 * @param reason reason phrase; null for the standard one
 * @param header header that tells more; null for none
 * @param value its value
 */
record Refusal(int status, String reason, Header header, String value) {
    static Refusal of(int status, String reason) {
        return new Refusal(status, reason, null, null);
    }

    void answer(IncomingRequest request) {
        ResponseBuilder response = request.response(status, reason);
        if (header != null) {
            response.header(header, value);
        }
        request.answer(status, response.toBytes());
    }
}
