package io.github.kubetls.discovery;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What discovery wants next: a document, or nothing more because it is done.
 *
 * <p>The library makes no requests. The caller makes the one that a {@link Fetch} describes and hands the outcome to it:
 *
 * <pre>{@code
 * DiscoveryStep step = discovery.begin(clock.instant());
 * while (step instanceof DiscoveryStep.Fetch fetch) {
 *     Thread.sleep(fetch.delay().toMillis());
 *     HttpResponse<String> answer = get(fetch.url(), fetch.trust(), fetch.timeout());
 *     step = answer.statusCode() == 200
 *         ? fetch.received(ClusterInfo.parse(answer.body()), clock.instant())
 *         : fetch.failed(FetchFailure.status(answer.statusCode()), clock.instant());
 * }
 * }</pre>
 */
public sealed interface DiscoveryStep {

    /**
     * The cluster is found.
     *
     * @param cluster how to reach it and what to trust
     */
    record Discovered(DiscoveredCluster cluster) implements DiscoveryStep {}

    /**
     * Discovery has failed for good.
     *
     * @param reason  the reason
     * @param message the reason in words, free of secrets
     */
    record Failed(Reason reason, String message) implements DiscoveryStep {}

    /** Why discovery fails. */
    enum Reason {
        /** Until the timeout, cluster-info had no signature for the token's id. */
        SIGNATURE_MISSING,
        /** cluster-info has no kubeconfig, or an empty one. */
        KUBECONFIG_MISSING,
        /** The signature for the token's id is the empty text. */
        SIGNATURE_EMPTY,
        /** The token did not sign this kubeconfig: it was changed, the token's secret is another one, or it is forged. */
        SIGNATURE_INVALID,
        /** What was signed is not a kubeconfig. */
        KUBECONFIG_INVALID,
        /** The kubeconfig does not have the one cluster to use. */
        DISCOVERY_CLUSTER_MISSING,
        /** The CA certificates cannot be read. */
        CA_INVALID,
        /** No CA certificate has a pinned key. */
        PIN_MISMATCH,
        /** The server that the pinned CA vouches for has another kubeconfig. */
        KUBECONFIG_MISMATCH,
        /** Until the timeout, no request brought cluster-info; or the first refusal, if asked to end at it. */
        CLUSTER_INFO_UNREACHABLE,
        /** Discovery by file: until the timeout, the cluster did not answer. */
        SERVER_UNREACHABLE
    }

    /** Needs the ConfigMap {@code cluster-info}, by a GET request. */
    final class Fetch implements DiscoveryStep {

        /** How long one request may take. */
        private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

        private final Polling polling;
        private final Duration delay;

        Fetch(Polling polling, Duration delay) {
            this.polling = polling;
            this.delay = delay;
        }

        /**
         * {@return the URL of the ConfigMap to get} A host that {@link URI} does not take for one, such as a name with an
         * underscore, is in its {@link URI#getAuthority() authority} alone.
         */
        public URI url() {
            return polling.url();
        }

        /** {@return how to check the server's certificate} */
        public Trust trust() {
            return polling.trust();
        }

        /** {@return whether to present the credentials of the discovery file; otherwise the request is anonymous} */
        public boolean isAuthenticated() {
            return polling.isAuthenticated();
        }

        /** {@return how long to wait before the request; zero for a first request} */
        public Duration delay() {
            return delay;
        }

        /** {@return how long the request may take, after which it counts as {@link FetchFailure#unreachable}} */
        public Duration timeout() {
            return REQUEST_TIMEOUT;
        }

        /**
         * {@return the next step, now that the ConfigMap came back}
         *
         * @param clusterInfo the ConfigMap
         * @param now         the time
         */
        public DiscoveryStep received(ClusterInfo clusterInfo, Instant now) {
            return polling.received(clusterInfo, now);
        }

        /**
         * {@return the next step, as no ConfigMap came back: the same request once more after a delay, or an end}
         *
         * @param failure what happened
         * @param now     the time
         */
        public DiscoveryStep failed(FetchFailure failure, Instant now) {
            return polling.failed(failure, now);
        }

        /** The URL and the trust. */
        @Override
        public String toString() {
            return "Fetch[" + url() + ", " + trust() + ", after " + delay + "]";
        }
    }

    /** How the TLS certificate of the API server is to be checked for one request. */
    sealed interface Trust {

        /** Not at all: nothing is known yet, and what comes back is trusted for its signature only. */
        record Unverified() implements Trust {}

        /**
         * Against these CA certificates and nothing else, and the host name of the URL.
         *
         * @param certificates the CA certificates
         */
        record CertificateAuthorities(List<X509Certificate> certificates) implements Trust {

            /**
             * Copies the list.
             *
             * @param certificates the CA certificates
             */
            public CertificateAuthorities {
                certificates = List.copyOf(certificates);
            }

            /** The pins of the certificates. */
            @Override
            public String toString() {
                return "CertificateAuthorities"
                        + certificates.stream().map(CaPin::of).toList();
            }
        }

        /** Against the CAs that the system trusts, and the host name of the URL. */
        record SystemDefault() implements Trust {}
    }

    /**
     * Why a request for {@code cluster-info} brought no ConfigMap.
     *
     * @param kind   what happened
     * @param status the HTTP status; 0 when there was no answer
     */
    record FetchFailure(Kind kind, int status) {

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
            /** A status other than 200. */
            OTHER_STATUS("the API server answered with a status other than 200"),
            /** 200, but the body is not a ConfigMap. */
            UNREADABLE("the answer is not a ConfigMap"),
            /** No answer: no connection, a TLS failure, or the time ran out. */
            UNREACHABLE("there was no answer");

            private final String description;

            Kind(String description) {
                this.description = description;
            }

            /** {@return what happened, in words} */
            public String description() {
                return description;
            }
        }

        /**
         * {@return the failure for an answer with a status other than 200}
         *
         * @param status the HTTP status
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

        /** {@return the failure for an answer that {@link ClusterInfo#parse} refuses} */
        public static FetchFailure unreadable() {
            return new FetchFailure(Kind.UNREADABLE, 200);
        }

        /** {@return the failure for no answer at all} */
        public static FetchFailure unreachable() {
            return new FetchFailure(Kind.UNREACHABLE, 0);
        }

        /** Whether waiting is unlikely to help. */
        boolean isRefusal() {
            return kind == Kind.UNAUTHORIZED || kind == Kind.FORBIDDEN;
        }
    }
}
