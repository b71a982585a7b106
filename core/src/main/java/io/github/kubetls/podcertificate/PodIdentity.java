package io.github.kubetls.podcertificate;

import io.github.kubetls.internal.message.Visible;
import java.util.Objects;

/**
 * Which pod a certificate is for, as which service account it runs, and on which node: what a PodCertificateRequest says of
 * them, by name and uid.
 *
 * <p>Any text can be held, as the API's type can.
 *
 * <pre>{@code
 * PodIdentity pod = PodIdentity.builder("orders", "api-0")
 *     .podUid("0b6c…")
 *     .serviceAccount("api", "77d1…")
 *     .node("w1", "e4a0…")
 *     .build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#pod-certificate-requests">
 *     Pod certificate requests</a>
 */
public final class PodIdentity {

    private final String namespace;
    private final String podName;
    private final String podUid;
    private final String serviceAccountName;
    private final String serviceAccountUid;
    private final String nodeName;
    private final String nodeUid;

    private PodIdentity(Builder builder) {
        this.namespace = builder.namespace;
        this.podName = builder.podName;
        this.podUid = builder.podUid;
        this.serviceAccountName = builder.serviceAccountName;
        this.serviceAccountUid = builder.serviceAccountUid;
        this.nodeName = builder.nodeName;
        this.nodeUid = builder.nodeUid;
    }

    /**
     * {@return a builder}
     *
     * @param namespace the namespace of the pod, of its service account and of its requests
     * @param podName   the pod's name
     */
    public static Builder builder(String namespace, String podName) {
        return new Builder(namespace, podName);
    }

    /** {@return the namespace of the pod, of its service account and of its requests} */
    public String namespace() {
        return namespace;
    }

    /** {@return the pod's name} */
    public String podName() {
        return podName;
    }

    /** {@return the pod's uid} */
    public String podUid() {
        return podUid;
    }

    /** {@return the name of the service account that the pod runs as} */
    public String serviceAccountName() {
        return serviceAccountName;
    }

    /** {@return the uid of the service account that the pod runs as} */
    public String serviceAccountUid() {
        return serviceAccountUid;
    }

    /** {@return the name of the node that the pod is bound to} */
    public String nodeName() {
        return nodeName;
    }

    /** {@return the uid of the node that the pod is bound to} */
    public String nodeUid() {
        return nodeUid;
    }

    /** {@return a builder with every field of this identity} */
    public Builder toBuilder() {
        return builder(namespace, podName)
                .podUid(podUid)
                .serviceAccount(serviceAccountName, serviceAccountUid)
                .node(nodeName, nodeUid);
    }

    PodIdentity in(String otherNamespace) {
        Builder copy = toBuilder();
        copy.namespace = otherNamespace;
        return copy.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PodIdentity that
                && namespace.equals(that.namespace)
                && podName.equals(that.podName)
                && podUid.equals(that.podUid)
                && serviceAccountName.equals(that.serviceAccountName)
                && serviceAccountUid.equals(that.serviceAccountUid)
                && nodeName.equals(that.nodeName)
                && nodeUid.equals(that.nodeUid);
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, podName, podUid, serviceAccountName, serviceAccountUid, nodeName, nodeUid);
    }

    /** Namespace, pod, service account and node. */
    @Override
    public String toString() {
        return Visible.text(
                "PodIdentity[" + namespace + "/" + podName + ", " + serviceAccountName + ", " + nodeName + "]");
    }

    /** Collects the fields of a {@link PodIdentity}; what is not set is empty. */
    public static final class Builder {
        private String namespace;
        private final String podName;
        private String podUid = "";
        private String serviceAccountName = "";
        private String serviceAccountUid = "";
        private String nodeName = "";
        private String nodeUid = "";

        private Builder(String namespace, String podName) {
            this.namespace = Objects.requireNonNull(namespace, "namespace");
            this.podName = Objects.requireNonNull(podName, "podName");
        }

        /**
         * {@return this builder, with the pod's uid}
         *
         * @param uid the uid
         */
        public Builder podUid(String uid) {
            this.podUid = Objects.requireNonNull(uid, "uid");
            return this;
        }

        /**
         * {@return this builder, with the service account that the pod runs as}
         *
         * @param name its name
         * @param uid  its uid
         */
        public Builder serviceAccount(String name, String uid) {
            this.serviceAccountName = Objects.requireNonNull(name, "name");
            this.serviceAccountUid = Objects.requireNonNull(uid, "uid");
            return this;
        }

        /**
         * {@return this builder, with the node that the pod is bound to}
         *
         * @param name its name
         * @param uid  its uid
         */
        public Builder node(String name, String uid) {
            this.nodeName = Objects.requireNonNull(name, "name");
            this.nodeUid = Objects.requireNonNull(uid, "uid");
            return this;
        }

        /** {@return the identity} */
        public PodIdentity build() {
            return new PodIdentity(this);
        }
    }
}
