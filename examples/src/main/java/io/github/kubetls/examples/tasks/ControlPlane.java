package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.Authorizer;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.rbac.authorizer.NodeAuthorizer;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenFile;

/** What the administrator has prepared: the control plane as far as a node meets it. */
record ControlPlane(
        CertificateAuthority ca,
        CertificateAndKey serving,
        TokenFile tokenFile,
        BootstrapTokenSecret tokenSecret,
        RbacAuthorizer rbac,
        ClusterInfo clusterInfo) {

    /** The authorizers of an API server, in its order. */
    Authorizer authorizer() {
        return Authorizer.inOrder(NodeAuthorizer.of(), rbac);
    }
}
