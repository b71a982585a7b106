package io.github.kubetls.examples.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.RbacAuthorizer;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What only all documents together tell: bindings to roles that are nowhere, and signatures of another token. */
final class WholeCluster {

    /** A file and a line in it. */
    private record Place(String file, int line) {
        AuditFinding at(Finding finding) {
            return new AuditFinding(finding, file, line);
        }
    }

    /** A signature, the kubeconfig that it is of, and where it stands. */
    private record Signature(String tokenId, ClusterInfo info, Place place) {}

    private final List<RbacObject> policy = new ArrayList<>();
    private final Map<String, Place> roleRefs = new HashMap<>();
    private final Map<String, BootstrapToken> tokens = new HashMap<>();
    private final List<Signature> signatures = new ArrayList<>();

    void add(SourceDocument document, RbacObject object) {
        boolean placed = !(object instanceof Role || object instanceof RoleBinding)
                || !object.namespace().isEmpty();
        if (placed && !object.name().isEmpty()) {
            policy.add(object);
            roleRefs.put(name(object), place(document, "roleRef"));
        }
    }

    void add(BootstrapTokenSecret secret) {
        tokens.put(secret.token().id(), secret.token());
    }

    void add(SourceDocument document, ClusterInfo info) {
        for (String id : info.signatures().keySet()) {
            signatures.add(new Signature(id, info, place(document, signatureField(id))));
        }
    }

    private static Place place(SourceDocument document, String location) {
        return new Place(document.file().name(), document.line(location));
    }

    private static String signatureField(String tokenId) {
        return "data." + ClusterInfo.SIGNATURE_KEY_PREFIX + tokenId;
    }

    List<AuditFinding> findings() {
        List<AuditFinding> findings = new ArrayList<>(missingRoles());
        signatures.forEach(signature -> forged(signature).ifPresent(findings::add));
        return findings;
    }

    /** As the findings of a binding name it. */
    private static String name(RbacObject object) {
        String name = object.namespace().isEmpty() ? object.name() : object.namespace() + "/" + object.name();
        return object.kind() + " \"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private List<AuditFinding> missingRoles() {
        // Every cluster has the default roles; what was found counts before them.
        List<RbacObject> all = new ArrayList<>(BootstrapPolicy.defaults());
        all.addAll(policy);
        Set<Finding> known = new HashSet<>();
        all.forEach(object -> known.addAll(object.findings()));
        List<AuditFinding> findings = new ArrayList<>();
        for (Finding finding : RbacAuthorizer.of(all).findings()) {
            String location = finding.location();
            Place place = roleRefs.get(location.substring(0, Math.max(location.lastIndexOf(", "), 0)));
            if (place != null && !known.contains(finding)) {
                findings.add(place.at(finding));
            }
        }
        return findings;
    }

    private Optional<AuditFinding> forged(Signature signature) {
        String id = signature.tokenId();
        BootstrapToken token = tokens.get(id);
        if (token == null || signature.info().verify(token) == ClusterInfo.Verification.VALID) {
            return Optional.empty();
        }
        return Optional.of(signature
                .place()
                .at(Finding.error(
                        "SIGNATURE_INVALID",
                        signatureField(id),
                        "the token of this id, whose Secret was found, did not sign this kubeconfig",
                        "find out who changed it; the signer of kube-controller-manager signs it anew")));
    }
}
