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
import io.github.kubetls.examples.tasks.story.Chapter;
import io.github.kubetls.examples.tasks.story.Party;
import io.github.kubetls.examples.tasks.story.StoryFile;
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
import java.util.Objects;

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
        narrator.chapter(Chapter.BOOTSTRAP_KUBECONFIG);
        Cluster cluster = Cluster.of(
                inputs.server().toString(), PemSource.inline(controlPlane.ca().certificatePem()));
        Kubeconfig bootstrap = Kubeconfig.bootstrap(cluster, inputs.token());
        narrator.tell("It says where the control plane is, which CA to trust, and holds the token. Nothing in it is the"
                + " node's own.");
        // Kubeconfig.write would keep the mode of a file that is there, as kubectl does; this one must be the owner's.
        narrator.leave(StoryFile.BOOTSTRAP_KUBECONFIG, bootstrap.toYaml());
        return bootstrap;
    }

    /** Presents the token of the kubeconfig to both authenticators, as the header of a request. */
    private UserInfo authenticate(Kubeconfig bootstrap) {
        narrator.chapter(Chapter.AUTHENTICATION);
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
        narrator.decide(
                Party.API_SERVER,
                "It takes the node for " + user.name(),
                "an API server that has both, as with these flags, looks into token.csv first.");
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
        narrator.chapter(Chapter.AUTHORIZATION);
        Explanation explanation = controlPlane.rbac().explain(user, CREATE_CSR);
        Grant grant = explanation
                .grant()
                .orElseThrow(() -> new ProgramException("the user may not create the request: " + explanation));
        narrator.decide(
                Party.API_SERVER,
                "Allowed",
                grant.binding().kind() + " " + grant.binding().name() + " gives " + grant.subject() + " the role "
                        + grant.role().name() + ", and its rule " + grant.rule() + " allows it.");
    }

    private CertificateSigningRequest request(KeyPair keyPair, UserInfo user) throws IOException {
        narrator.chapter(Chapter.REQUEST);
        CertificateRequest request = CertificateRequest.kubeletClient(inputs.node(), keyPair);
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(request);
        narrator.tell("The key never leaves the node. The request is for " + request.subject() + ", and its name "
                + csr.metadata().name() + " follows from key and subject, so that a restarted node finds it again.");
        narrator.leave(StoryFile.REQUEST, csr);
        narrator.tell("The API server adds who asks: " + user.name() + ".");
        return csr.requestedBy(user);
    }

    private CertificateSigningRequest issue(CertificateSigningRequest requested) throws IOException {
        narrator.chapter(Chapter.ISSUANCE);
        CertificateSigningRequest approved = approve(requested, "nodeclient");
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, controlPlane.ca(), Duration.ofDays(365));
        CertificateSigningRequest issued = signer.sign(approved);
        if (!issued.isIssued()) {
            throw new ProgramException("the signer did not issue: " + issued.conditions());
        }
        X509Certificate certificate = issued.certificates().get(0);
        narrator.decide(
                Party.CONTROLLER_MANAGER,
                "Signed",
                "it is approved, and it is for " + requested.signerName() + "; the certificate is valid from "
                        + certificate.getNotBefore().toInstant() + " to "
                        + certificate.getNotAfter().toInstant() + ".");
        narrator.leave(StoryFile.ISSUED_REQUEST, issued);
        return issued;
    }

    /** Approves what the requester may have approved, by a rule for the kind of request. */
    private CertificateSigningRequest approve(CertificateSigningRequest requested, String kind) {
        Authorizer authorizer = controlPlane.authorizer();
        ApprovalDecision decision = ApprovalPolicy.kubeletClient(authorizer).evaluate(requested);
        if (!decision.isApproved()) {
            throw new ProgramException("the request is not approved: " + decision);
        }
        Explanation explanation = controlPlane.rbac().explain(requested.requester(), CREATE_CSR.withSubresource(kind));
        narrator.decide(
                Party.CONTROLLER_MANAGER,
                "Approved",
                decision.message() + " The review allows it by "
                        + explanation.grant().map(Grant::toString).orElse("nothing") + ".");
        return requested.withDecision(decision, clock.instant());
    }

    /** Checks what was issued, stores it, and writes the kubeconfig that names it. */
    private void store(CertificateSigningRequest issued, KeyPair keyPair) throws IOException {
        narrator.chapter(Chapter.STORE);
        X509Certificate ca = controlPlane.ca().certificate();
        CertificateAndKey pair = CertificateAndKey.of(issued.certificates(), keyPair.getPrivate());
        UserInfo identity = identityOf(pair.chain());
        narrator.decide(
                Party.NODE,
                "Accepted",
                "it fits the node's key, and it was issued by " + ca.getSubjectX500Principal() + " for "
                        + identity.name() + ".");
        Path directory =
                Objects.requireNonNull(narrator.file(StoryFile.NODE_CURRENT).getParent());
        KubeletCertificateStore store = KubeletCertificateStore.open(directory, KubeletCertificateStore.CLIENT);
        narrator.wrote(StoryFile.NODE_CERTIFICATE, store.update(pair).file());
        narrator.wrote(StoryFile.NODE_CURRENT);
        Cluster cluster = Cluster.of(
                inputs.server().toString(), PemSource.inline(controlPlane.ca().certificatePem()));
        Kubeconfig.kubelet(cluster, store.currentPath()).write(narrator.file(StoryFile.NODE_KUBECONFIG));
        narrator.wrote(StoryFile.NODE_KUBECONFIG);
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
        narrator.chapter(Chapter.CONNECTION);
        ClientConfig config = ClientConfig.of(Kubeconfig.read(narrator.file(StoryFile.NODE_KUBECONFIG)));
        List<X509Certificate> peer = LoopbackTls.connect(
                controlPlane.serving(),
                controlPlane.ca().certificate(),
                config.sslContext(),
                TlsBootstrapWalkthrough.host(config.server()));
        UserInfo node = identityOf(peer);
        narrator.tell("A TLS server with pki/apiserver.crt, which asks for client certificates of pki/ca.crt, gets a"
                + " connection made from node/kubelet.conf and sees " + node + ".");
        if (!node.name().equals(UserInfo.NODE_NAME_PREFIX + inputs.node()) || !node.isMemberOf(UserInfo.NODES_GROUP)) {
            throw new ProgramException("the server sees somebody else: " + node);
        }
        narrator.decide(
                Party.API_SERVER,
                "It is the node " + inputs.node(),
                "the CA of --client-ca-file has issued the certificate, whose subject is user and group.");
        return node;
    }

    private void renew(UserInfo node) {
        narrator.chapter(Chapter.RENEWAL);
        AccessDecision mayCreate = NodeAuthorizer.of().authorize(node, CREATE_CSR);
        if (!mayCreate.isAllowed()) {
            throw new ProgramException("the Node authorizer does not let the node ask: " + mayCreate);
        }
        narrator.tell("The token is no longer needed: the node makes a new key, and asks by its certificate.");
        narrator.decide(
                Party.API_SERVER, "Allowed", "the Node authorizer lets " + node.name() + " create the request.");
        KeyPair newKey = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateRequest request = CertificateRequest.kubeletClient(inputs.node(), newKey);
        approve(CertificateSigningRequest.kubeletClientRotation(request).requestedBy(node), "selfnodeclient");
    }
}
