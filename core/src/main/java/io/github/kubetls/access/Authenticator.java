package io.github.kubetls.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers "who makes this request?".
 *
 * <p>There is one for token files, one for bootstrap tokens and one for client certificates; {@link ApiServerAuthenticator}
 * asks them as kube-apiserver does.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/">Authenticating</a>
 */
@FunctionalInterface
public interface Authenticator {

    /**
     * Looks at the credentials of a request.
     *
     * @param presented what the request presents
     * @param now       the time of the request
     * @return the user, why the credentials are bad, or that there are none of this authenticator's kind; the user is
     *     without {@code system:authenticated}, which is added once at the end
     */
    Authentication authenticate(Credentials presented, Instant now);

    /**
     * {@return an authenticator that asks several in order: the first success wins, and rejections matter only when
     * nothing succeeds}
     *
     * @param authenticators the authenticators, in the order to ask them
     */
    static Authenticator inOrder(Authenticator... authenticators) {
        List<Authenticator> chain = List.of(authenticators);
        return (presented, now) -> {
            List<Authentication.Rejection> rejections = new ArrayList<>();
            for (Authenticator authenticator : chain) {
                Authentication answer = authenticator.authenticate(presented, now);
                if (answer instanceof Authentication.Authenticated) {
                    return answer;
                }
                if (answer instanceof Authentication.Rejected rejected) {
                    rejections.addAll(rejected.rejections());
                }
            }
            return rejections.isEmpty() ? Authentication.notPresented() : new Authentication.Rejected(rejections);
        };
    }
}
