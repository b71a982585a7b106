package io.github.kubetls.discovery;

/**
 * Why a request for {@code cluster-info} brought no ConfigMap.
 *
 * @param kind   what happened
 * @param status the HTTP status; 0 when there was no answer
 */
public record FetchFailure(Kind kind, int status) {

    private static final int UNAUTHORIZED_STATUS = 401;
    private static final int FORBIDDEN_STATUS = 403;
    private static final int NOT_FOUND_STATUS = 404;

    /** What can happen to a request. */
    public enum Kind {
        /** 401: the API server does not let anonymous requests in. */
        UNAUTHORIZED("the API server answered 401: anonymous requests are off (--anonymous-auth)"),
        /** 403: the anonymous user may not read the ConfigMap. */
        FORBIDDEN("the API server answered 403: the anonymous user may not read the ConfigMap; the role"
                + " kubeadm:bootstrap-signer-clusterinfo allows it"),
        /** 404: there is no such ConfigMap. */
        NOT_FOUND("the API server answered 404: there is no ConfigMap cluster-info in kube-public"),
        /** Another status than 200. */
        OTHER_STATUS("the API server answered with a status other than 200"),
        /** 200, but the body is no ConfigMap. */
        UNREADABLE("the answer is no ConfigMap"),
        /** No answer: no connection, a TLS failure, or the time ran out. */
        UNREACHABLE("there was no answer");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        /**
         * Returns what happened, in words.
         *
         * @return the words
         */
        public String description() {
            return description;
        }
    }

    /**
     * An answer with another status than 200.
     *
     * @param status the HTTP status
     * @return the failure
     */
    public static FetchFailure status(int status) {
        return new FetchFailure(
                switch (status) {
                    case UNAUTHORIZED_STATUS -> Kind.UNAUTHORIZED;
                    case FORBIDDEN_STATUS -> Kind.FORBIDDEN;
                    case NOT_FOUND_STATUS -> Kind.NOT_FOUND;
                    default -> Kind.OTHER_STATUS;
                },
                status);
    }

    /**
     * An answer that {@link ClusterInfo#parse} did not take.
     *
     * @return the failure
     */
    public static FetchFailure unreadable() {
        return new FetchFailure(Kind.UNREADABLE, 200);
    }

    /**
     * No answer at all.
     *
     * @return the failure
     */
    public static FetchFailure unreachable() {
        return new FetchFailure(Kind.UNREACHABLE, 0);
    }

    /** Whether waiting is unlikely to help. */
    boolean isRefusal() {
        return kind == Kind.UNAUTHORIZED || kind == Kind.FORBIDDEN;
    }
}
