package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.component.ApiServerFlags;
import io.github.kubetls.component.ControllerManagerFlags;
import io.github.kubetls.component.KubeletFlags;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.examples.tasks.TlsBootstrapWalkthrough.Inputs;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.StaticToken;
import io.github.kubetls.token.TokenFile;
import io.github.kubetls.token.TokenUsage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The first half of the story: what the administrator prepares before a node comes. */
final class ControlPlaneChapters {

    private final Inputs inputs;
    private final Narrator narrator;
    private final Instant now;

    private ControlPlaneChapters(Inputs inputs, Narrator narrator, Instant now) {
        this.inputs = inputs;
        this.narrator = narrator;
        this.now = now;
    }

    static ControlPlane tell(Inputs inputs, Narrator narrator, Clock clock) throws IOException {
        ControlPlaneChapters chapters = new ControlPlaneChapters(inputs, narrator, clock.instant());
        chapters.certificateAuthority();
        CertificateAndKey serving = chapters.servingCertificate();
        TokenFile tokenFile = chapters.tokenFile();
        BootstrapTokenSecret secret = chapters.tokenSecret();
        RbacAuthorizer rbac = chapters.bindings();
        chapters.flags();
        ClusterInfo clusterInfo = chapters.clusterInfo();
        return new ControlPlane(inputs.ca(), serving, tokenFile, secret, rbac, clusterInfo);
    }

    private void certificateAuthority() throws IOException {
        CertificateAuthority ca = inputs.ca();
        narrator.chapter("The cluster's certificate authority");
        narrator.tell(inputs.origin() + ": "
                + ca.certificate().getSubjectX500Principal() + ", valid until "
                + ca.certificate().getNotAfter().toInstant() + ".");
        narrator.leave(StoryFolder.CA_CERTIFICATE, ca.certificatePem());
        narrator.leaveKey(StoryFolder.CA_KEY, ca.keyPem());
    }

    private CertificateAndKey servingCertificate() throws IOException {
        String host = TlsBootstrapWalkthrough.host(inputs.server());
        SubjectAltNames names = SubjectAltNames.of(
                Stream.of(host, "localhost", "127.0.0.1").distinct().toArray(String[]::new));
        CertificateAndKey serving = inputs.ca()
                .issuing("kube-apiserver", now)
                .subjectAltNames(names)
                .usages(KeyUsage.SERVER_AUTH)
                .keyPair(inputs.folder().servingKey())
                .build();
        narrator.chapter("The API server's serving certificate");
        narrator.tell("The CA issues it for " + names + ".");
        narrator.leave("pki/apiserver.crt", serving.certificatePem());
        narrator.wrote(narrator.file(StoryFolder.SERVING_KEY));
        return serving;
    }

    private TokenFile tokenFile() throws IOException {
        UserInfo user = UserInfo.builder("kubelet-bootstrap")
                .uid("10001")
                .groups(UserInfo.BOOTSTRAPPERS_GROUP)
                .build();
        TokenFile tokens = TokenFile.of(StaticToken.of(inputs.token(), user));
        narrator.chapter("The token, the old way: a line of token.csv");
        narrator.tell("Whoever presents the token " + inputs.token().id() + ".**************** is the user "
                + user.name() + " in group " + UserInfo.BOOTSTRAPPERS_GROUP
                + ", until the API server is restarted without the line.");
        tokens.write(narrator.file("token.csv"));
        narrator.wrote(narrator.file("token.csv"));
        return tokens;
    }

    private BootstrapTokenSecret tokenSecret() throws IOException {
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(inputs.token())
                .expiration(now.plus(Duration.ofHours(24)))
                .usages(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
                .description("TLS bootstrap walkthrough")
                .build();
        narrator.chapter("The token, today's way: a Secret");
        narrator.tell(
                "The Secret " + secret.metadata() + " lets in a user of its own in the same group, and ends in 24 hours"
                        + " by itself. Usage signing lets the control plane sign its address with the token.");
        narrator.leave(StoryFolder.TOKEN_SECRET, secret);
        return secret;
    }

    private RbacAuthorizer bindings() throws IOException {
        narrator.chapter("What the token's group may do: three ClusterRoleBindings");
        narrator.tell(
                "Its members may create CertificateSigningRequests; their requests for a node's client certificate"
                        + " are approved; and nodes may renew their own.");
        narrator.leave("rolebinding.yaml", BootstrapPolicy.createCsrs(UserInfo.BOOTSTRAPPERS_GROUP));
        narrator.leave(
                "certificatesigningrequests.yaml", BootstrapPolicy.autoApproveCsrs(UserInfo.BOOTSTRAPPERS_GROUP));
        narrator.leave("renewal.yaml", BootstrapPolicy.autoApproveRenewals());
        return RbacAuthorizer.of(BootstrapPolicy.objects(UserInfo.BOOTSTRAPPERS_GROUP));
    }

    private void flags() throws IOException {
        narrator.chapter("The flags of the components");
        narrator.tell("Each component has to be told where these files are.");
        String caCert = narrator.file("pki/ca.crt").toString();
        narrator.leave(
                "kube-apiserver.flags",
                ApiServerFlags.builder()
                        .clientCaFile(caCert)
                        .enableBootstrapTokenAuth(true)
                        .tokenAuthFile(narrator.file("token.csv").toString())
                        .authorizationMode("Node", "RBAC")
                        .enableAdmissionPlugins("NodeRestriction")
                        .otherFlags(
                                "--tls-cert-file=" + narrator.file("pki/apiserver.crt"),
                                "--tls-private-key-file=" + narrator.file(StoryFolder.SERVING_KEY))
                        .build()
                        .toText());
        narrator.leave(
                "kube-controller-manager.flags",
                ControllerManagerFlags.builder()
                        .clusterSigningCertFile(caCert)
                        .clusterSigningKeyFile(narrator.file("pki/ca.key").toString())
                        .controllers("*", "bootstrapsigner", "tokencleaner")
                        .build()
                        .toText());
        narrator.leave(
                "kubelet.flags",
                KubeletFlags.builder()
                        .bootstrapKubeconfig(
                                narrator.file("bootstrap-kubelet.conf").toString())
                        .kubeconfig(narrator.file("node/kubelet.conf").toString())
                        .certDir(narrator.file("node/pki").toString())
                        .rotateCertificates(true)
                        .build()
                        .toText());
    }

    private ClusterInfo clusterInfo() throws IOException {
        narrator.chapter("How a node finds the control plane: cluster-info and kubeadm join");
        ClusterInfo clusterInfo = ClusterInfo.of(Cluster.of(
                        inputs.server().toString(), PemSource.inline(inputs.ca().certificatePem())))
                .sign(inputs.token());
        ClusterInfo.Verification verification = clusterInfo.verify(inputs.token());
        if (verification != ClusterInfo.Verification.VALID) {
            throw new ProgramException("cluster-info: " + verification);
        }
        narrator.tell(
                "The ConfigMap " + clusterInfo.metadata() + " tells anybody where the control plane is and who its CA"
                        + " is; the signature proves it to whoever knows the token, and the pin in the join command proves the"
                        + " CA.");
        narrator.leave("cluster-info.yaml", clusterInfo);
        JoinCommand join = JoinCommand.builder(inputs.server().toString(), inputs.token())
                .caCertificates(List.of(inputs.ca().certificate()))
                .build();
        narrator.leaveSecret("join-command.txt", join.toCommandLine() + "\n");
        return clusterInfo;
    }
}
