package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What only all documents together tell: bindings to roles that are nowhere, and signatures of another token. */
final class WholeCluster {

    /** A place in a file. */
    private record Place(FileFindings file, Location at) {
        void add(Finding finding) {
            file.add(finding.at(at.line(), at.column()));
        }
    }

    /** A signature, the kubeconfig that it is of, and where it stands. */
    private record Signature(String tokenId, ClusterInfo info, Place place) {}

    private static final Location ROLE_REF = Location.of("roleRef");

    private final KubernetesRelease release;
    private final List<RbacObject> policy = new ArrayList<>();
    private final Map<Location, Place> roleRefs = new HashMap<>();
    private final Map<String, BootstrapToken> tokens = new HashMap<>();
    private final List<Signature> signatures = new ArrayList<>();

    WholeCluster(KubernetesRelease release) {
        this.release = release;
    }

    void add(SourceDocument document, RbacObject object, FileFindings file) {
        boolean placed = !(object instanceof Role || object instanceof RoleBinding)
                || !object.namespace().isEmpty();
        if (placed && !object.name().isEmpty()) {
            policy.add(object);
            roleRefs.put(ROLE_REF.within(object.location()), new Place(file, document.place(ROLE_REF)));
        }
    }

    void add(BootstrapTokenSecret secret) {
        tokens.put(secret.token().id(), secret.token());
    }

    void add(SourceDocument document, ClusterInfo info, FileFindings file) {
        for (String id : info.signatures().keySet()) {
            signatures.add(new Signature(id, info, new Place(file, document.place(signatureField(id)))));
        }
    }

    private static Location signatureField(String tokenId) {
        return Location.of("data." + ClusterInfo.SIGNATURE_KEY_PREFIX + tokenId);
    }

    /** Adds what is found to the files where it is. */
    void audit() {
        missingRoles();
        signatures.forEach(this::signature);
    }

    private void missingRoles() {
        // Every cluster has the default roles; what was found counts before them.
        List<RbacObject> all = new ArrayList<>(BootstrapPolicy.defaults(release));
        all.addAll(policy);
        for (Finding finding : RbacAuthorizer.of(all).findings()) {
            // What else there is to find in an object was found when its document was looked at.
            Place place = roleRefs.get(finding.location());
            if (place != null) {
                place.add(finding);
            }
        }
    }

    private void signature(Signature signature) {
        String id = signature.tokenId();
        BootstrapToken token = tokens.get(id);
        if (token != null && signature.info().verify(token) != ClusterInfo.Verification.VALID) {
            signature
                    .place()
                    .add(Finding.error(
                            "SIGNATURE_INVALID",
                            signatureField(id),
                            "the token of this id, whose Secret was found, did not sign this kubeconfig",
                            "find out who changed it; the signer of kube-controller-manager signs it anew"));
        }
    }
}
