package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.ApiServerAuthenticator;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Authenticator;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tasks.TlsBootstrapWalkthrough.Inputs;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.rbac.authorizer.Explanation;
import io.github.kubetls.rbac.authorizer.Explanation.Grant;
import io.github.kubetls.rbac.authorizer.NodeAuthorizer;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The second half of the story: a node comes with its token, and leaves with a certificate. */
final class NodeChapters {

    private static final Attributes.Resource CREATE_CSR =
            Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests");

    private final Inputs inputs;
    private final ControlPlane controlPlane;
    private final Narrator narrator;
    private final Clock clock;

    private NodeChapters(Inputs inputs, ControlPlane controlPlane, Narrator narrator, Clock clock) {
        this.inputs = inputs;
        this.controlPlane = controlPlane;
        this.narrator = narrator;
        this.clock = clock;
    }

    static void tell(Inputs inputs, ControlPlane controlPlane, Narrator narrator, Clock clock) throws IOException {
        NodeChapters chapters = new NodeChapters(inputs, controlPlane, narrator, clock);
        Kubeconfig bootstrap = chapters.bootstrapKubeconfig();
        UserInfo user = chapters.authenticate(bootstrap);
        chapters.mayCreate(user);
        KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateSigningRequest requested = chapters.request(keyPair, user);
        CertificateSigningRequest issued = chapters.issue(requested);
        chapters.store(issued, keyPair);
        UserInfo node = chapters.connect();
        chapters.renew(node);
    }

    private Kubeconfig bootstrapKubeconfig() throws IOException {
        narrator.chapter("What the node is given: a bootstrap kubeconfig");
        Cluster cluster = Cluster.of(
                inputs.server().toString(), PemSource.inline(controlPlane.ca().certificatePem()));
        Kubeconfig bootstrap = Kubeconfig.bootstrap(cluster, inputs.token());
        narrator.tell("It says where the control plane is, which CA to trust, and holds the token. Nothing in it is the"
                + " node's own.");
        // Kubeconfig.write would keep the mode of a file that is there, as kubectl does; this one must be the owner's.
        narrator.leaveSecret("bootstrap-kubelet.conf", bootstrap.toYaml());
        return bootstrap;
    }

    /** Presents the token of the kubeconfig to both authenticators, as the header of a request. */
    private UserInfo authenticate(Kubeconfig bootstrap) {
        narrator.chapter("The API server authenticates the token");
        String token = bootstrap.currentUser().flatMap(AuthInfo::token).orElseThrow();
        Credentials presented = Credentials.fromHeader("Bearer " + token);
        Authenticator tokenFile = controlPlane.tokenFile();
        Authenticator secrets = BootstrapTokenAuthenticator.of(controlPlane.tokenSecret());
        narrator.tell("By token.csv it is "
                + identity(ApiServerAuthenticator.builder().tokenFile(tokenFile), presented) + ".");
        narrator.tell("By the Secret it is "
                + identity(ApiServerAuthenticator.builder().bootstrapTokens(secrets), presented) + ".");
        UserInfo user =
                identity(ApiServerAuthenticator.builder().tokenFile(tokenFile).bootstrapTokens(secrets), presented);
        narrator.tell(
                "An API server that has both, as with these flags, looks into token.csv first: it takes the node for "
                        + user.name() + ", and so the story goes on.");
        return user;
    }

    private UserInfo identity(ApiServerAuthenticator.Builder flags, Credentials presented) {
        Authenticator server = flags.build();
        Authentication answer = server.authenticate(presented, clock.instant());
        if (answer instanceof Authentication.Authenticated authenticated) {
            return authenticated.user();
        }
        throw new ProgramException("the token does not authenticate: " + answer);
    }

    private void mayCreate(UserInfo user) {
        narrator.chapter("RBAC: may this user create a CertificateSigningRequest?");
        Explanation explanation = controlPlane.rbac().explain(user, CREATE_CSR);
        Grant grant = explanation
                .grant()
                .orElseThrow(() -> new ProgramException("the user may not create the request: " + explanation));
        narrator.tell("Yes. " + grant.binding().kind() + " " + grant.binding().name() + " gives " + grant.subject()
                + " the role " + grant.role().name() + ", and its rule " + grant.rule() + " allows it.");
    }

    private CertificateSigningRequest request(KeyPair keyPair, UserInfo user) throws IOException {
        narrator.chapter("The node makes a key and asks for a certificate");
        CertificateRequest request = CertificateRequest.kubeletClient(inputs.node(), keyPair);
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(request);
        narrator.tell("The key never leaves the node. The request is for " + request.subject() + ", and its name "
                + csr.metadata().name() + " follows from key and subject, so that a restarted node finds it again.");
        narrator.leave("node-csr.yaml", csr);
        narrator.tell("The API server adds who asks: " + user.name() + ".");
        return csr.requestedBy(user);
    }

    private CertificateSigningRequest issue(CertificateSigningRequest requested) throws IOException {
        narrator.chapter("The controller manager approves and signs");
        CertificateSigningRequest approved = approve(requested);
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, controlPlane.ca(), Duration.ofDays(365));
        CertificateSigningRequest issued = signer.sign(approved);
        if (!issued.isIssued()) {
            throw new ProgramException("the signer did not issue: " + issued.conditions());
        }
        X509Certificate certificate = issued.certificates().get(0);
        narrator.tell("Issued: valid from " + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant() + ".");
        narrator.leave("issued-csr.yaml", issued);
        return issued;
    }

    private CertificateSigningRequest approve(CertificateSigningRequest requested) {
        Authorizer authorizer = controlPlane.authorizer();
        ApprovalDecision decision = ApprovalPolicy.kubeletClient(authorizer).evaluate(requested);
        if (!decision.isApproved()) {
            throw new ProgramException("the request is not approved: " + decision);
        }
        narrator.tell("Approved: " + decision.message());
        return requested.withDecision(decision, clock.instant());
    }

    /** Checks what was issued, stores it, and writes the kubeconfig that names it. */
    private void store(CertificateSigningRequest issued, KeyPair keyPair) throws IOException {
        narrator.chapter("The node checks its certificate and stores it");
        X509Certificate ca = controlPlane.ca().certificate();
        CertificateAndKey pair = CertificateAndKey.of(issued.certificates(), keyPair.getPrivate());
        UserInfo identity = identityOf(pair.chain());
        narrator.tell("It fits the node's key, and it was issued by " + ca.getSubjectX500Principal() + " for "
                + identity.name() + ".");
        Path directory = narrator.file("node/pki");
        KubeletCertificateStore store = KubeletCertificateStore.open(directory, KubeletCertificateStore.CLIENT);
        narrator.wrote(store.update(pair).file());
        narrator.wrote(store.currentPath());
        Cluster cluster = Cluster.of(
                inputs.server().toString(), PemSource.inline(controlPlane.ca().certificatePem()));
        Path file = narrator.file("node/kubelet.conf");
        Kubeconfig.kubelet(cluster, store.currentPath()).write(file);
        narrator.wrote(file);
    }

    private UserInfo identityOf(List<X509Certificate> chain) {
        Authenticator server = ApiServerAuthenticator.builder()
                .clientCertificates(ClientCertificateAuthenticator.of(
                        List.of(controlPlane.ca().certificate())))
                .build();
        Authentication answer = server.authenticate(Credentials.clientCertificate(chain), clock.instant());
        if (answer instanceof Authentication.Authenticated authenticated) {
            return authenticated.user();
        }
        throw new ProgramException("the certificate does not authenticate: " + answer);
    }

    private UserInfo connect() throws IOException {
        narrator.chapter("The first connection with it: mutual TLS");
        ClientConfig config = ClientConfig.of(Kubeconfig.read(narrator.file("node/kubelet.conf")));
        List<X509Certificate> peer = LoopbackTls.connect(
                controlPlane.serving(),
                controlPlane.ca().certificate(),
                config.sslContext(),
                TlsBootstrapWalkthrough.host(config.server()));
        UserInfo node = identityOf(peer);
        narrator.tell("A TLS server with pki/apiserver.crt, which asks for client certificates of pki/ca.crt, accepts a"
                + " connection made from node/kubelet.conf and sees " + node + ".");
        if (!node.name().equals(UserInfo.NODE_NAME_PREFIX + inputs.node()) || !node.isMemberOf(UserInfo.NODES_GROUP)) {
            throw new ProgramException("the server sees somebody else: " + node);
        }
        return node;
    }

    private void renew(UserInfo node) {
        narrator.chapter("Later: the node renews its certificate, as itself");
        AccessDecision mayCreate = NodeAuthorizer.of().authorize(node, CREATE_CSR);
        if (!mayCreate.isAllowed()) {
            throw new ProgramException("the Node authorizer does not let the node ask: " + mayCreate);
        }
        narrator.tell(
                "The Node authorizer lets " + node.name() + " create the request; the token is no longer needed.");
        KeyPair newKey = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateRequest request = CertificateRequest.kubeletClient(inputs.node(), newKey);
        approve(CertificateSigningRequest.kubeletClientRotation(request).requestedBy(node));
        Explanation explanation = controlPlane.rbac().explain(node, CREATE_CSR.withSubresource("selfnodeclient"));
        narrator.tell("By " + explanation.grant().map(Grant::toString).orElse("nobody") + ".");
    }
}
