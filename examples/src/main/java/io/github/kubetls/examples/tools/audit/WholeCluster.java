package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What only all documents together tell: bindings to roles that are nowhere, and signatures of another token. */
final class WholeCluster {

    /** A line of a file. */
    private record Place(FileFindings file, int line) {
        void add(Finding finding) {
            file.add(finding, line);
        }
    }

    /** A signature, the kubeconfig that it is of, and where it stands. */
    private record Signature(String tokenId, ClusterInfo info, Place place) {}

    private final List<RbacObject> policy = new ArrayList<>();
    private final Map<String, Place> roleRefs = new HashMap<>();
    private final Map<String, BootstrapToken> tokens = new HashMap<>();
    private final List<Signature> signatures = new ArrayList<>();

    void add(SourceDocument document, RbacObject object, FileFindings file) {
        boolean placed = !(object instanceof Role || object instanceof RoleBinding)
                || !object.namespace().isEmpty();
        if (placed && !object.name().isEmpty()) {
            policy.add(object);
            roleRefs.put(name(object), new Place(file, document.line("roleRef")));
        }
    }

    void add(BootstrapTokenSecret secret) {
        tokens.put(secret.token().id(), secret.token());
    }

    void add(SourceDocument document, ClusterInfo info, FileFindings file) {
        for (String id : info.signatures().keySet()) {
            signatures.add(new Signature(id, info, new Place(file, document.line(signatureField(id)))));
        }
    }

    private static String signatureField(String tokenId) {
        return "data." + ClusterInfo.SIGNATURE_KEY_PREFIX + tokenId;
    }

    /** Adds what is found to the files where it is. */
    void audit() {
        missingRoles();
        signatures.forEach(this::signature);
    }

    /** As the findings of a binding name it. */
    private static String name(RbacObject object) {
        String name = object.namespace().isEmpty() ? object.name() : object.namespace() + "/" + object.name();
        return object.kind() + " \"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void missingRoles() {
        // Every cluster has the default roles; what was found counts before them.
        List<RbacObject> all = new ArrayList<>(BootstrapPolicy.defaults());
        all.addAll(policy);
        Set<Finding> known = new HashSet<>();
        all.forEach(object -> known.addAll(object.findings()));
        for (Finding finding : RbacAuthorizer.of(all).findings()) {
            String location = finding.location().toString();
            Place place = roleRefs.get(location.substring(0, Math.max(location.lastIndexOf(", "), 0)));
            if (place != null && !known.contains(finding)) {
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
                            Location.of(signatureField(id)),
                            "the token of this id, whose Secret was found, did not sign this kubeconfig",
                            "find out who changed it; the signer of kube-controller-manager signs it anew"));
        }
    }
}
