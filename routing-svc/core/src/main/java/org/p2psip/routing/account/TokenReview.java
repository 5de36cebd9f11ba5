package org.p2psip.routing.account;

import java.util.List;

/**
 * What an API server found out about a token (Kubernetes API, authentication.k8s.io/v1 TokenReviewStatus).
 *
 * @param authenticated whether the token is good, for one of the audiences that it was asked about
 * @param userName whose it is; empty when it is not good
 * @param audiences those that it was asked about and that the token is for; none from an API server that knows no audiences
 * @param error why it is not good, as the API server says it; may be empty
 */
public record TokenReview(boolean authenticated, String userName, List<String> audiences, String error) {
    public TokenReview {
        audiences = List.copyOf(audiences);
    }
}
