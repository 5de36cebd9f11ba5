package org.p2psip.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.transaction.IncomingRequest;

/** The final responses of all branches, and which of them is forwarded (RFC 3261 16.7 steps 6 and 7). */
final class BestResponse {
    /** Of ours when the server is one that the request may not be sent to. */
    static final int FORBIDDEN = 403;

    static final int REQUEST_TIMEOUT = 408;

    /** RFC 5626 section 11.5. */
    static final int FLOW_FAILED = 430;

    static final int SERVICE_UNAVAILABLE = 503;

    static final int SERVER_ERROR = 500;
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    /**
     * One branch's end.
     *
     * @param status final status
     * @param message what came; null when nothing did, and the status stands for it
     */
    private record Answer(int status, SipMessage message) {}

    private final List<Answer> answers = new ArrayList<>(2);

    void add(SipMessage response) {
        answers.add(new Answer(response.status(), response));
    }

    /** A branch that nobody answered, or that could not be sent. */
    void addOwn(int status) {
        answers.add(new Answer(status, null));
    }

    /** Whether no branch got a response at all. */
    boolean nobodyAnswered() {
        return answers.stream().allMatch(answer -> answer.message == null);
    }

    /** The status that is sent; 0 when no branch has ended. */
    int status() {
        Answer best = best();
        if (best == null) {
            return 0;
        }
        // 16.7 step 6: a 503 says that we are out of service, which we are not.
        return best.status == SERVICE_UNAVAILABLE ? SERVER_ERROR : best.status;
    }

    /** The response that is sent. */
    byte[] toBytes(IncomingRequest request) {
        Answer best = best();
        if (best.message == null) {
            return request.response(status(), reasonOf(best.status)).toBytes();
        }
        if (best.status == SERVICE_UNAVAILABLE) {
            ResponseBuilder response = request.response(SERVER_ERROR, "Service Unavailable Downstream");
            return response.toBytes();
        }
        MessageEditor editor = best.message.edit().removeFirstValue(Header.VIA);
        if (isChallenge(best.status)) {
            addOtherChallenges(editor, best);
        }
        return editor.toBytes();
    }

    private static String reasonOf(int ownStatus) {
        return switch (ownStatus) {
            case SERVICE_UNAVAILABLE -> "Next Hop Unreachable";
            case FORBIDDEN -> "No Way To This Trunk";
            default -> null;
        };
    }

    private Answer best() {
        Answer best = null;
        for (Answer answer : answers) {
            if (best == null || rank(answer.status) < rank(best.status)) {
                best = answer;
            }
        }
        return best;
    }

    /** The lower, the better. Within 4xx those first that the caller can do something about. */
    private static int rank(int status) {
        if (status >= 600) {
            return 0;
        }
        return switch (status) {
            case UNAUTHORIZED, PROXY_AUTHENTICATION_REQUIRED -> 400;
            case 415, 420, 484 -> 401;
            case REQUEST_TIMEOUT, FLOW_FAILED -> 499;
            default -> status / 100 * 100 + (status / 100 == 4 ? 50 : 0) + (status == SERVICE_UNAVAILABLE ? 99 : 0);
        };
    }

    static boolean isChallenge(int status) {
        return status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED;
    }

    /** 16.7 step 7: the caller answers the challenges of all branches at once. */
    private void addOtherChallenges(MessageEditor editor, Answer best) {
        for (Answer other : answers) {
            if (other != best && other.message != null && isChallenge(other.status)) {
                for (Header header : List.of(Header.WWW_AUTHENTICATE, Header.PROXY_AUTHENTICATE)) {
                    other.message.values(header).forEach(challenge -> editor.append(header, challenge));
                }
            }
        }
    }
}
