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
import io.github.kubetls.examples.tasks.story.Chapter;
import io.github.kubetls.examples.tasks.story.Party;
import io.github.kubetls.examples.tasks.story.StoryFile;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.manifest.Manifest;
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
        narrator.chapter(Chapter.CERTIFICATE_AUTHORITY);
        narrator.tell(inputs.origin() + ": "
                + ca.certificate().getSubjectX500Principal() + ", valid until "
                + ca.certificate().getNotAfter().toInstant() + ".");
        narrator.leave(StoryFile.CA_CERTIFICATE, ca.certificatePem());
        narrator.leaveKey(StoryFile.CA_KEY, ca.keyPem());
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
        narrator.chapter(Chapter.SERVING_CERTIFICATE);
        narrator.tell("The CA issues it for " + names + ".");
        narrator.leave(StoryFile.SERVING_CERTIFICATE, serving.certificatePem());
        narrator.wrote(StoryFile.SERVING_KEY);
        return serving;
    }

    private TokenFile tokenFile() throws IOException {
        UserInfo user = UserInfo.builder("kubelet-bootstrap")
                .uid("10001")
                .groups(UserInfo.BOOTSTRAPPERS_GROUP)
                .build();
        TokenFile tokens = TokenFile.of(StaticToken.of(inputs.token(), user));
        narrator.chapter(Chapter.TOKEN_FILE);
        narrator.tell("Whoever presents the token " + inputs.token().id() + ".**************** is the user "
                + user.name() + " in group " + UserInfo.BOOTSTRAPPERS_GROUP
                + ", until the API server is restarted without the line.");
        tokens.write(narrator.file(StoryFile.TOKEN_FILE));
        narrator.wrote(StoryFile.TOKEN_FILE);
        return tokens;
    }

    private BootstrapTokenSecret tokenSecret() throws IOException {
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(inputs.token())
                .expiration(now.plus(Duration.ofHours(24)))
                .usages(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
                .description("TLS bootstrap walkthrough")
                .build();
        narrator.chapter(Chapter.TOKEN_SECRET);
        narrator.tell(
                "The Secret " + secret.metadata() + " lets in a user of its own in the same group, and ends in 24 hours"
                        + " by itself. Usage signing lets the control plane sign its address with the token.");
        narrator.leave(StoryFile.TOKEN_SECRET, secret);
        return secret;
    }

    private RbacAuthorizer bindings() throws IOException {
        narrator.chapter(Chapter.BINDINGS);
        narrator.tell(
                "Its members may create CertificateSigningRequests; their requests for a node's client certificate"
                        + " are approved; and nodes may renew their own.");
        narrator.leave(StoryFile.CREATE_BINDING, BootstrapPolicy.createCsrs(UserInfo.BOOTSTRAPPERS_GROUP));
        narrator.leave(StoryFile.APPROVAL_BINDING, BootstrapPolicy.autoApproveCsrs(UserInfo.BOOTSTRAPPERS_GROUP));
        narrator.leave(StoryFile.RENEWAL_BINDING, BootstrapPolicy.autoApproveRenewals());
        return RbacAuthorizer.of(BootstrapPolicy.objects(UserInfo.BOOTSTRAPPERS_GROUP));
    }

    private void flags() throws IOException {
        narrator.chapter(Chapter.FLAGS);
        narrator.tell("Each component has to be told where these files are.");
        String caCert = narrator.file(StoryFile.CA_CERTIFICATE).toString();
        narrator.leave(
                StoryFile.API_SERVER_FLAGS,
                ApiServerFlags.builder()
                        .clientCaFile(caCert)
                        .enableBootstrapTokenAuth(true)
                        .tokenAuthFile(narrator.file(StoryFile.TOKEN_FILE).toString())
                        .authorizationMode("Node", "RBAC")
                        .enableAdmissionPlugins("NodeRestriction")
                        .otherFlags(
                                "--tls-cert-file=" + narrator.file(StoryFile.SERVING_CERTIFICATE),
                                "--tls-private-key-file=" + narrator.file(StoryFile.SERVING_KEY))
                        .build()
                        .toText());
        narrator.leave(
                StoryFile.CONTROLLER_MANAGER_FLAGS,
                ControllerManagerFlags.builder()
                        .clusterSigningCertFile(caCert)
                        .clusterSigningKeyFile(narrator.file(StoryFile.CA_KEY).toString())
                        .controllers("*", "bootstrapsigner", "tokencleaner")
                        .build()
                        .toText());
        narrator.leave(
                StoryFile.KUBELET_FLAGS,
                KubeletFlags.builder()
                        .bootstrapKubeconfig(
                                narrator.file(StoryFile.BOOTSTRAP_KUBECONFIG).toString())
                        .kubeconfig(narrator.file(StoryFile.NODE_KUBECONFIG).toString())
                        .certDir(String.valueOf(
                                narrator.file(StoryFile.NODE_CURRENT).getParent()))
                        .rotateCertificates(true)
                        .build()
                        .toText());
    }

    private ClusterInfo clusterInfo() throws IOException {
        narrator.chapter(Chapter.CLUSTER_INFO);
        ClusterInfo clusterInfo = ClusterInfo.of(Cluster.of(
                        inputs.server().toString(), PemSource.inline(inputs.ca().certificatePem())))
                .sign(inputs.token());
        ClusterInfo.Verification verification = clusterInfo.verify(inputs.token());
        if (verification != ClusterInfo.Verification.VALID) {
            throw new ProgramException("cluster-info: " + verification);
        }
        narrator.tell(
                "The ConfigMap " + clusterInfo.metadata() + " tells anybody where the control plane is and who its CA"
                        + " is, and the pin in the join command proves the CA.");
        narrator.decide(
                Party.NODE,
                "Trusted",
                "the signature of cluster-info was made with the token, which the node knows too.");
        narrator.leave(StoryFile.CLUSTER_INFO, clusterInfo);
        narrator.leave(
                StoryFile.CLUSTER_INFO_READER,
                Manifest.toYaml(BootstrapPolicy.kubeadm().stream()
                        .filter(object -> object.metadata().namespace().equals(ClusterInfo.NAMESPACE))
                        .toList()));
        JoinCommand join = JoinCommand.builder(inputs.server().toString(), inputs.token())
                .caCertificates(List.of(inputs.ca().certificate()))
                .build();
        narrator.leave(StoryFile.JOIN_COMMAND, join.toCommandLine() + "\n");
        return clusterInfo;
    }
}
