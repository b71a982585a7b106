package io.github.kubetls.access;

import io.github.kubetls.internal.message.Visible;
import java.util.List;
import java.util.Optional;

/**
 * What an {@link Authenticator} says about the credentials of a request.
 *
 * <p>It never contains any part of a credential.
 */
public sealed interface Authentication {

    /**
     * The credentials are good.
     *
     * @param user whom they stand for
     */
    record Authenticated(UserInfo user) implements Authentication {}

    /**
     * Credentials of the authenticator's kind were presented, and they are bad. A request that ends here is answered
     * with 401, whatever the reason; the reasons are for the operator.
     *
     * @param rejections why, in the order in which authenticators were asked; at least one
     */
    record Rejected(List<Rejection> rejections) implements Authentication {

        /**
         * Copies the list.
         *
         * @param rejections why, in the order in which authenticators were asked; at least one
         * @throws IllegalArgumentException when the list is empty
         */
        public Rejected {
            rejections = List.copyOf(rejections);
            if (rejections.isEmpty()) {
                throw new IllegalArgumentException("a rejection needs a reason");
            }
        }
    }

    /** No credential of the authenticator's kind was presented: the next one is asked; after the last one, it is anonymous. */
    record NotPresented() implements Authentication {}

    /**
     * One reason for a {@link Rejected}.
     *
     * @param code   stable name in capitals, such as {@code TOKEN_EXPIRED}
     * @param reason the rule that was broken, free of what was presented
     */
    record Rejection(String code, String reason) {

        /**
         * Creates a reason; characters that cannot be printed are escaped.
         *
         * @param code   stable name in capitals, such as {@code TOKEN_EXPIRED}
         * @param reason the rule that was broken, free of what was presented
         */
        public Rejection {
            reason = Visible.text(reason);
        }
    }

    /**
     * {@return the answer that the credentials are good}
     *
     * @param user whom they stand for
     */
    static Authentication authenticated(UserInfo user) {
        return new Authenticated(user);
    }

    /**
     * {@return the answer that the credentials are bad}
     *
     * @param code   stable name in capitals, such as {@code TOKEN_EXPIRED}
     * @param reason the rule that was broken, free of what was presented
     */
    static Authentication rejected(String code, String reason) {
        return new Rejected(List.of(new Rejection(code, reason)));
    }

    /** {@return the answer that there were no credentials of the kind} */
    static Authentication notPresented() {
        return new NotPresented();
    }

    /** {@return the user of an {@link Authenticated}, otherwise empty} */
    default Optional<UserInfo> authenticatedUser() {
        return this instanceof Authenticated authenticated ? Optional.of(authenticated.user()) : Optional.empty();
    }
}
