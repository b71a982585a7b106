package io.github.kubetls.podcertificate;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the API server knows, at the moment, of the node, the pod and the service account that a PodCertificateRequest names.
 * What is not set is not there, or not yet seen.
 *
 * <pre>{@code
 * LiveObjects live = LiveObjects.builder()
 *     .nodeUid("e4a0…")
 *     .pod(LiveObjects.Pod.fromMap(pod))
 *     .serviceAccountUid("77d1…")
 *     .build();
 * }</pre>
 *
 * @see PodRequestAdmission
 */
public final class LiveObjects {

    /** The annotation of pods that a kubelet runs from files, and only shows to the API server. */
    private static final String MIRROR = "kubernetes.io/config.mirror";

    /**
     * A pod, as far as its certificates go by it.
     *
     * @param uid                its uid
     * @param nodeName           the node that it is bound to; empty before it is
     * @param serviceAccountName the service account that it runs as
     * @param isMirror           whether it stands for a pod that its kubelet runs from a file
     * @param signerNames        the signers that its volumes have certificates of
     */
    public record Pod(
            String uid, String nodeName, String serviceAccountName, boolean isMirror, Set<SignerName> signerNames) {

        /**
         * Copies the set.
         *
         * @param uid                its uid
         * @param nodeName           the node that it is bound to
         * @param serviceAccountName the service account that it runs as
         * @param isMirror           whether it stands for a pod that its kubelet runs from a file
         * @param signerNames        the signers that its volumes have certificates of
         */
        public Pod {
            signerNames = Set.copyOf(signerNames);
        }

        /** Everything, on one line. */
        @Override
        public String toString() {
            return Visible.text("Pod[" + uid + ", " + nodeName + ", " + serviceAccountName
                    + (isMirror ? ", mirror, " : ", ") + signerNames + "]");
        }

        /**
         * {@return a pod, as other libraries give it}
         *
         * @param pod the Pod in JDK values
         * @throws InvalidFormatException when it is no Pod
         */
        public static Pod fromMap(Map<String, ?> pod) {
            YamlNode node = Yaml.fromMap(pod);
            ManifestReader.requireKind(node, "v1", "Pod");
            Set<SignerName> signers = new LinkedHashSet<>();
            // Whatever else stands in a source: there may be kinds of keys that this library does not know.
            PodCertificateSource.nodes(node)
                    .forEach(source ->
                            signers.add(SignerName.of(source.get("signerName").string())));
            return new Pod(
                    node.get("metadata").get("uid").string(),
                    node.get("spec").get("nodeName").string(),
                    node.get("spec").get("serviceAccountName").string(),
                    node.get("metadata").get("annotations").members().containsKey(MIRROR),
                    signers);
        }
    }

    private final @Nullable String nodeUid;
    private final @Nullable Pod pod;
    private final @Nullable String serviceAccountUid;

    private LiveObjects(Builder builder) {
        this.nodeUid = builder.nodeUid;
        this.pod = builder.pod;
        this.serviceAccountUid = builder.serviceAccountUid;
    }

    /** {@return a builder, of a server that knows nothing} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the uid of the node of that name, or empty when there is none} */
    public Optional<String> nodeUid() {
        return Optional.ofNullable(nodeUid);
    }

    /** {@return the pod of that name, or empty when there is none} */
    public Optional<Pod> pod() {
        return Optional.ofNullable(pod);
    }

    /** {@return the uid of the service account of that name, or empty when there is none} */
    public Optional<String> serviceAccountUid() {
        return Optional.ofNullable(serviceAccountUid);
    }

    /** {@return a builder with every field of this object} */
    public Builder toBuilder() {
        Builder copy = builder();
        copy.nodeUid = nodeUid;
        copy.pod = pod;
        copy.serviceAccountUid = serviceAccountUid;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LiveObjects that
                && nodeUid().equals(that.nodeUid())
                && pod().equals(that.pod())
                && serviceAccountUid().equals(that.serviceAccountUid());
    }

    @Override
    public int hashCode() {
        return Objects.hash(nodeUid, pod, serviceAccountUid);
    }

    /** Everything. */
    @Override
    public String toString() {
        return Visible.text("LiveObjects[" + nodeUid + ", " + pod + ", " + serviceAccountUid + "]");
    }

    /** Collects the fields of {@link LiveObjects}. */
    public static final class Builder {
        private @Nullable String nodeUid;
        private @Nullable Pod pod;
        private @Nullable String serviceAccountUid;

        private Builder() {}

        /**
         * {@return this builder, with the uid of the node}
         *
         * @param uid the uid
         */
        public Builder nodeUid(String uid) {
            this.nodeUid = Objects.requireNonNull(uid, "uid");
            return this;
        }

        /**
         * {@return this builder, with the pod}
         *
         * @param pod the pod
         */
        public Builder pod(Pod pod) {
            this.pod = Objects.requireNonNull(pod, "pod");
            return this;
        }

        /**
         * {@return this builder, with the uid of the service account}
         *
         * @param uid the uid
         */
        public Builder serviceAccountUid(String uid) {
            this.serviceAccountUid = Objects.requireNonNull(uid, "uid");
            return this;
        }

        /** {@return the objects} */
        public LiveObjects build() {
            return new LiveObjects(this);
        }
    }
}
