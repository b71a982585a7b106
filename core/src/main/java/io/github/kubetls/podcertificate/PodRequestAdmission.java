package io.github.kubetls.podcertificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the API server does with requests on PodCertificateRequests, beyond RBAC on the resource itself and beyond
 * {@linkplain PodCertificateRequest#violations() validation}: what the plugin NodeRestriction says to nodes, what an update
 * makes of a stored object, and which right a signer needs.
 *
 * <p>A node asks only for pods that run on it, by the service account that they run as; signers may therefore trust what a
 * request says of pod, service account and node. Who is no node is not restricted by this plugin.
 *
 * <pre>{@code
 * PodRequestAdmission.Decision decision = PodRequestAdmission.create(user, request, live, authorizer);
 * if (decision instanceof PodRequestAdmission.Decision.Forbidden forbidden) {
 *     throw new ForbiddenException(forbidden.message());
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction">
 *     NodeRestriction</a>
 */
public final class PodRequestAdmission {

    private static final String GROUP = "certificates.k8s.io";
    private static final String MANAGED_FIELDS = "managedFields";

    /** An endpoint of the API through which a stored object is replaced. */
    public enum Subresource {
        /** {@code PUT …/{name}}: metadata only. */
        MAIN,
        /** {@code PUT …/{name}/status}: for signers. */
        STATUS;

        /**
         * Replaces a stored object as the latest API server does: what the endpoint does not let change is silently kept, what
         * it forbids is a violation.
         *
         * @param stored   the object as it is stored
         * @param proposed the object that is sent
         * @param now      the time of the server
         * @return the object to store, and the violations for which it is not stored
         */
        public UpdateResult update(PodCertificateRequest stored, PodCertificateRequest proposed, Instant now) {
            return update(stored, proposed, now, KubernetesRelease.latest());
        }

        /**
         * Replaces a stored object as the API server of a release does.
         *
         * @param stored   the object as it is stored
         * @param proposed the object that is sent
         * @param now      the time of the server
         * @param release  the release
         * @return the object to store, and the violations for which it is not stored
         */
        public UpdateResult update(
                PodCertificateRequest stored, PodCertificateRequest proposed, Instant now, KubernetesRelease release) {
            return new UpdateResult(prepare(stored, proposed), proposed.violationsOfUpdate(stored, this, now, release));
        }

        /** The object that is judged and stored. */
        PodCertificateRequest prepare(PodCertificateRequest stored, PodCertificateRequest proposed) {
            return switch (this) {
                case MAIN -> proposed.toBuilder().status(stored.status()).build();
                case STATUS ->
                    stored.toBuilder()
                            .metadata(withManagedFields(stored.metadata(), proposed.metadata()))
                            .status(proposed.status())
                            .build();
            };
        }

        /** Of the metadata, the server itself has written down who sets which field. */
        private static ObjectMeta withManagedFields(ObjectMeta stored, ObjectMeta proposed) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>(stored.toMap());
            fields.put(MANAGED_FIELDS, proposed.toMap().get(MANAGED_FIELDS));
            return ObjectMeta.fromMap(fields);
        }
    }

    /**
     * What an update of a stored object leads to.
     *
     * @param object     the object that is stored when there are no violations
     * @param violations why it is not stored, in the words of the API server
     */
    public record UpdateResult(PodCertificateRequest object, List<FieldError> violations) {

        /**
         * Copies the list.
         *
         * @param object     the object that is stored when there are no violations
         * @param violations why it is not stored
         */
        public UpdateResult {
            violations = List.copyOf(violations);
        }
    }

    /** What NodeRestriction says to a node. */
    public sealed interface Decision {

        /** The request is admitted. */
        record Allowed() implements Decision {}

        /**
         * The request is refused, with status 403.
         *
         * @param message why
         */
        record Forbidden(String message) implements Decision {}

        /**
         * The request is refused for now, with status 500: what it names is not known, or known otherwise, which may be
         * because the server has not seen the latest.
         *
         * @param message why
         */
        record TryAgain(String message) implements Decision {}
    }

    private PodRequestAdmission() {}

    /**
     * {@return whether NodeRestriction of the latest release lets a user create a request}
     *
     * @param creator    who creates it
     * @param proposed   the object that is sent
     * @param live       what the server knows of the objects that it names
     * @param authorizer answers for the right to ask a signer that the pod does not name
     */
    public static Decision create(
            UserInfo creator, PodCertificateRequest proposed, LiveObjects live, Authorizer authorizer) {
        return create(creator, proposed, live, authorizer, KubernetesRelease.latest());
    }

    /**
     * {@return whether NodeRestriction of a release lets a user create a request}
     *
     * @param creator    who creates it
     * @param proposed   the object that is sent
     * @param live       what the server knows of the objects that it names
     * @param authorizer answers, from 1.37 on, for the right to ask a signer that the pod does not name
     * @param release    the release
     */
    public static Decision create(
            UserInfo creator,
            PodCertificateRequest proposed,
            LiveObjects live,
            Authorizer authorizer,
            KubernetesRelease release) {
        if (!isNode(creator)) {
            return new Decision.Allowed();
        }
        PodIdentity named = proposed.pod();
        String node = creator.name().substring(UserInfo.NODE_NAME_PREFIX.length());
        if (!named.nodeName().equals(node)) {
            return new Decision.Forbidden("PodCertificateRequest.Spec.NodeName=" + GoText.quote(named.nodeName())
                    + ", which is not the requesting node " + GoText.quote(node));
        }
        if (!live.nodeUid().equals(Optional.of(named.nodeUid()))) {
            return unseen("node", node, named.nodeUid(), live.nodeUid());
        }
        String pod = named.namespace() + "/" + named.podName();
        Optional<String> podUid = live.pod().map(LiveObjects.Pod::uid);
        if (live.pod().isEmpty() || !podUid.equals(Optional.of(named.podUid()))) {
            return unseen("pod", pod, named.podUid(), podUid);
        }
        Optional<Decision> refusal = refusalOf(named, live.pod().get());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!live.serviceAccountUid().equals(Optional.of(named.serviceAccountUid()))) {
            return unseen(
                    "service account",
                    named.namespace() + "/" + named.serviceAccountName(),
                    named.serviceAccountUid(),
                    live.serviceAccountUid());
        }
        boolean mayAsk = !Feature.POD_CERTIFICATE_SIGNERS_RESTRICTED.in(release)
                || live.pod().get().signerNames().contains(proposed.signerName())
                || isAuthorized(creator, proposed, authorizer);
        return mayAsk
                ? new Decision.Allowed()
                : new Decision.Forbidden("pod " + GoText.quote(pod) + " has no volume with certificates of signer "
                        + GoText.quote(proposed.signerName().value()) + ", and node " + GoText.quote(node)
                        + " is not permitted to request them");
    }

    private static boolean isNode(UserInfo user) {
        return user.name().startsWith(UserInfo.NODE_NAME_PREFIX) && user.isMemberOf(UserInfo.NODES_GROUP);
    }

    private static Decision unseen(String what, String name, String uid, Optional<String> known) {
        String why = known.map(other -> "has uid " + GoText.quote(other) + ", not " + GoText.quote(uid))
                .orElse("is not known");
        return new Decision.TryAgain(what + " " + GoText.quote(name) + " " + why);
    }

    private static Optional<Decision> refusalOf(PodIdentity named, LiveObjects.Pod pod) {
        String name = GoText.quote(named.namespace() + "/" + named.podName());
        if (!pod.nodeName().equals(named.nodeName())) {
            return Optional.of(new Decision.Forbidden("pod " + name + " is not running on node "
                    + GoText.quote(named.nodeName()) + " named in the PodCertificateRequest"));
        }
        if (pod.isMirror()) {
            return Optional.of(new Decision.Forbidden("pod " + name + " is a mirror pod"));
        }
        if (!pod.serviceAccountName().equals(named.serviceAccountName())) {
            return Optional.of(
                    new Decision.Forbidden("PodCertificateRequest for pod " + name + " contains serviceAccountName ("
                            + GoText.quote(named.serviceAccountName()) + ") that differs from running pod ("
                            + GoText.quote(pod.serviceAccountName()) + ")"));
        }
        return Optional.empty();
    }

    /** The right under the two names that are known of it; the longer one resembles that of token audiences. */
    private static boolean isAuthorized(UserInfo node, PodCertificateRequest request, Authorizer authorizer) {
        String signer = request.signerName().value();
        Attributes.Resource byAccount = Attributes.resource(
                        "request-serviceaccounts-podcertificate-signer", GROUP, signer.replace('/', ':'))
                .withNamespace(request.pod().namespace())
                .withName(request.pod().serviceAccountName());
        return authorizer.authorize(node, byAccount).isAllowed()
                || authorizer
                        .authorize(node, Attributes.resource("request-podcertificate-signer", GROUP, signer))
                        .isAllowed();
    }

    /**
     * {@return whether NodeRestriction lets a user change a request: a node may only create them}
     *
     * @param user who changes it
     * @param verb what is done, such as {@code update}, {@code patch} or {@code delete}, to the object or a subresource
     */
    public static Decision change(UserInfo user, String verb) {
        return isNode(user)
                ? new Decision.Forbidden(
                        "unexpected operation " + (verb.equals("patch") ? "UPDATE" : verb.toUpperCase(Locale.ROOT)))
                : new Decision.Allowed();
    }

    /**
     * {@return why a user must not update the status: whoever changes the certificate needs the right to {@code sign} the
     * {@code signers} of the signer's name, or of {@code <domain>/*}; none when they may}
     *
     * @param user       who updates
     * @param stored     the object as it is stored
     * @param proposed   the object that is sent
     * @param authorizer answers for the right to sign
     */
    public static List<FieldError> violations(
            UserInfo user, PodCertificateRequest stored, PodCertificateRequest proposed, Authorizer authorizer) {
        if (stored.certificateChain().equals(proposed.certificateChain())) {
            return List.of();
        }
        Attributes.Resource signers = Attributes.resource("sign", GROUP, "signers");
        boolean isPermitted = authorizer
                        .authorize(user, signers.withName(stored.signerName().value()))
                        .isAllowed()
                || authorizer
                        .authorize(user, signers.withName(stored.signerName().domain() + "/*"))
                        .isAllowed();
        return isPermitted
                ? List.of()
                : List.of(FieldError.forbidden(
                        "spec.signerName",
                        "User " + GoText.quote(user.name()) + " is not permitted to \"sign\" for signer "
                                + GoText.quote(stored.signerName().value())));
    }
}
