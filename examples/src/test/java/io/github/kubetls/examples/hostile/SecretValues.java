package io.github.kubetls.examples.hostile;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.ApiServerAuthenticator;
import io.github.kubetls.access.BearerToken;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateContent;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.certificate.Validity;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.discovery.DiscoveryStep;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.discovery.KubeconfigState;
import io.github.kubetls.discovery.KubeletBootstrap;
import io.github.kubetls.discovery.TokenDiscovery;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.kubeadm.CertificateKey;
import io.github.kubetls.kubeadm.KubeadmCertsSecret;
import io.github.kubetls.kubeadm.KubeadmPki;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.AuthProviderConfig;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.KubeconfigFiles;
import io.github.kubetls.kubeconfig.KubeconfigView;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubeconfig.client.ConfigOverrides;
import io.github.kubetls.kubeconfig.client.CredentialPluginPolicy;
import io.github.kubetls.kubeconfig.client.ExecCredential;
import io.github.kubetls.kubeconfig.edit.ClusterEdit;
import io.github.kubetls.kubeconfig.edit.CredentialsEdit;
import io.github.kubetls.kubeconfig.edit.KubectlEdits;
import io.github.kubetls.kubelet.CertificateRotation;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodCertificateRotation;
import io.github.kubetls.podcertificate.PodCertificateSigner;
import io.github.kubetls.podcertificate.PodIdentity;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSettings;
import io.github.kubetls.token.StaticToken;
import io.github.kubetls.token.TokenCleaner;
import io.github.kubetls.token.TokenFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Values with marked secrets that no text is read as: what a program makes of them, and what holds them for it. */
final class SecretValues {

    private static final Instant NOW = Seeds.NOW;
    private static final String PASSWORD = "correct-horse-battery-staple-3b1a7c5e9d";
    private static final BootstrapToken TOKEN = BootstrapToken.parse(Secrets.TOKEN);
    private static final BootstrapToken OTHER = BootstrapToken.parse("07401b.q1w2e3r4t5y6u7i8");
    private static final SignerName SIGNER = SignerName.of("ca.orders.example/workload");

    private final Marks marks = new Marks().add(PASSWORD);
    private final List<Object> values = new ArrayList<>();
    private final CertificateAuthority ca = CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, NOW);
    private final KeyPair keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
    private final CertificateAndKey pair = ca.issueClient("system:node:w1", List.of("system:nodes"), NOW);
    private final Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem()));
    private final Path folder;

    private SecretValues(Path folder) {
        this.folder = folder;
    }

    /** Makes the values, some of them with files in a folder. */
    static SecretValues in(Path folder) throws IOException {
        SecretValues made = new SecretValues(folder);
        made.marks.addAllIn(Secrets.TOKEN).addAllIn(OTHER.bearerToken()).add(Seeds.CERTIFICATE_KEY);
        made.marks.add(made.ca.privateKey()).add(made.keys.getPrivate()).add(made.pair.privateKey());
        made.tokens();
        made.certificates();
        made.stored();
        made.pods();
        made.discoveries();
        made.kubeconfigs();
        return made;
    }

    /** The values. */
    List<Object> values() {
        return values;
    }

    /** Their secrets. */
    Marks marks() {
        return marks;
    }

    private void add(Object... more) {
        values.addAll(List.of(more));
    }

    private void tokens() {
        StaticToken token =
                StaticToken.of(PASSWORD, UserInfo.builder("u").uid("1").build());
        Credentials presented = Credentials.bearerToken(BearerToken.of(PASSWORD));
        BootstrapTokenAuthenticator bootstrap =
                BootstrapTokenAuthenticator.of(List.of(Secrets.sound().secret()));
        add(
                token,
                TokenFile.of(token),
                TokenFile.of(token).authenticate(presented, NOW),
                TokenFile.of().authenticate(presented, NOW));
        add(bootstrap, bootstrap.authenticate(TOKEN, NOW), bootstrap.authenticate(OTHER, NOW));
        add(bootstrap.authenticate(PASSWORD, NOW), bootstrap.authenticate(presented, NOW));
        add(ApiServerAuthenticator.builder()
                .bootstrapTokens(bootstrap)
                .tokenFile(TokenFile.of(token))
                .build()
                .authenticate(presented.withClientCertificate(pair.chain()), NOW));
        add(TokenCleaner.decide(Secrets.sound().with("expiration", PASSWORD).secret(), NOW));
        add(BootstrapTokenSettings.builder().token(PASSWORD).build());
        // What kubectl apply leaves behind.
        add(Secrets.sound()
                .metadata(ObjectMeta.builder()
                        .namespace("kube-system")
                        .name("bootstrap-token-07401b")
                        .annotations(Map.of("kubectl.kubernetes.io/last-applied-configuration", PASSWORD)))
                .secret());
        CertificateKey key = CertificateKey.parse(Seeds.CERTIFICATE_KEY);
        byte[] secret = PASSWORD.getBytes(StandardCharsets.UTF_8);
        KubeadmCertsSecret certs = KubeadmCertsSecret.encrypt(
                key, Map.of("ca.key", secret), ObjectMeta.of("kube-system", KubeadmCertsSecret.NAME));
        add(key, certs, Pem.Block.of("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    private void certificates() {
        CertificateRequest request = CertificateRequest.kubeletClient("w1", keys);
        CertificateSigner signer = CertificateSigner.of(
                SignerName.of("kubernetes.io/kube-apiserver-client-kubelet"), ca, Duration.ofHours(1));
        add(CertificateRequest.builder(keys), signer, ca.issuing("a", NOW).keyPair(keys));
        add(CertificateSigner.builder(SIGNER, ca), ClientCertificateAuthenticator.of(ca));
        add(signer.evaluate(CertificateSigningRequest.kubeletClient(request)));
        KubeadmPki pki = KubeadmPki.builder("cp-1", "10.0.0.1")
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        var files = pki.generate(NOW);
        files.toPem().values().forEach(marks::addKeysIn);
        add(pki, files);
    }

    private void stored() throws IOException {
        KubeletCertificateStore store = KubeletCertificateStore.open(folder, KubeletCertificateStore.CLIENT);
        var absent = store.load();
        var loaded = store.update(pair);
        Path broken = folder.resolve("broken-current.pem");
        Files.writeString(broken, Pem.write(keys.getPrivate()) + pair.certificatePem());
        KubeletCertificateStore brokenStore = KubeletCertificateStore.open(folder, "broken");
        add(KubeletCertificateStore.builder(folder, "other"), store, absent, loaded, brokenStore, brokenStore.load());
        CertificateRotation rotation = CertificateRotation.of(pair);
        add(rotation, rotation.decide(Optional.empty(), NOW, new Random(1)));
        add(CertificateRotation.start(loaded, Optional.empty(), NOW));
        add(CertificateRotation.start(absent, Optional.of(pair), NOW));
        add(CertificateRotation.start(brokenStore.load(), Optional.of(pair), NOW));
        add(CertificateRotation.start(absent, Optional.empty(), NOW));
        KubeconfigState state =
                KubeconfigState.ofClientCertificate(pair.certificatePem(), Pem.write(keys.getPrivate()));
        add(KubeletBootstrap.builder(state).stored(loaded));
    }

    private void pods() {
        PodIdentity pod = PodIdentity.builder("orders", "api-0")
                .podUid("0b6c")
                .serviceAccount("api", "77d1")
                .node("w1", "e4a0")
                .build();
        PodCertificateRequest request = PodCertificateRequest.builder(SIGNER, pod, keys, KubernetesRelease.latest())
                .name("req-1")
                .build();
        X509Certificate leaf = ca.sign(
                keys.getPublic(),
                CertificateContent.of(DistinguishedName.of("api"), SubjectAltNames.none(), KeyUsage.DIGITAL_SIGNATURE),
                Validity.of(NOW, NOW.plus(Duration.ofHours(2))),
                BigInteger.TWO);
        PodCertificateRequest issued = PodCertificateRequest.builder(SIGNER, pod, keys, KubernetesRelease.latest())
                .name("req-1")
                .maxExpiration(Duration.ofHours(2))
                .certificates(List.of(leaf), NOW.plus(Duration.ofHours(1)))
                .build()
                .withCondition(Condition.builder("Issued")
                        .reason("Signed")
                        .lastTransitionTime(NOW)
                        .build());
        PodCertificateRotation waiting =
                PodCertificateRotation.start().requested(request, keys.getPrivate(), NOW, new Random(1));
        add(PodCertificateRequest.builder(SIGNER, pod, keys, KubernetesRelease.latest()));
        add(waiting, waiting.decide(Optional.of(issued), NOW, new Random(1)));
        PodCertificateSigner.Policy policy = any -> new PodCertificateSigner.Answer.Deny("No", "no");
        add(PodCertificateSigner.of(SIGNER, ca, policy), PodCertificateSigner.builder(SIGNER, ca, policy));
        add(PodCertificateSigner.of(SIGNER, ca, policy).evaluate(request));
    }

    private void discoveries() {
        ClusterInfo info = ClusterInfo.of(cluster);
        TokenDiscovery discovery = TokenDiscovery.builder("10.0.0.1:6443", TOKEN)
                .unsafeSkipCaVerification()
                .build();
        DiscoveryStep first = discovery.begin(NOW);
        DiscoveryStep.Fetch fetch = (DiscoveryStep.Fetch) first;
        add(info.sign(TOKEN), info.sign(OTHER).verify(TOKEN), discovery, first);
        add(fetch.received(info, NOW), fetch.received(info.sign(OTHER), NOW), fetch.received(info.sign(TOKEN), NOW));
        add(((DiscoveryStep.Discovered) fetch.received(info.sign(TOKEN), NOW))
                .cluster()
                .joinKubeconfig(TOKEN));
        add(JoinCommand.builder("10.0.0.1:6443", TOKEN)
                .tlsBootstrapToken(OTHER)
                .certificateKey(CertificateKey.parse(Seeds.CERTIFICATE_KEY))
                .otherArguments("--v=5"));
    }

    private void kubeconfigs() throws IOException {
        ExecConfig exec = ExecConfig.builder("aws")
                .args(PASSWORD)
                .env("AWS_SECRET", PASSWORD)
                .apiVersion(Seeds.EXEC_VERSION)
                .interactiveMode("Never")
                .build();
        AuthProviderConfig provider = AuthProviderConfig.of("oidc", Map.of("refresh-token", PASSWORD));
        AuthInfo user = AuthInfo.builder()
                .token(PASSWORD)
                .username("u")
                .password(PASSWORD)
                .clientKey(PemSource.inline(pair.keyPem()))
                .extensions(Map.of("e", Map.of("secret", PASSWORD)))
                .otherFields(Map.of("bearer", PASSWORD))
                .build();
        AuthInfo all = user.toBuilder()
                .exec(exec)
                .authProvider(provider)
                .clientCertificate(PemSource.of("/file", pair.certificatePem().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow())
                .build();
        Cluster proxied = cluster.toBuilder()
                .server("https://u:" + PASSWORD + "@10.0.0.1:6443")
                .proxyUrl("http://u:" + PASSWORD + "@proxy:3128")
                .build();
        Kubeconfig config = Kubeconfig.of("c", proxied, "u", all);
        Path file = folder.resolve("config");
        config.write(file);
        add(exec, provider, user, all, proxied, config, KubeconfigView.of(config), KubeconfigFiles.of(file));
        add(KubeconfigFiles.of(file).load(), KubectlEdits.of(config));
        add(ConfigOverrides.builder().user(all).cluster(proxied));
        add(PemSource.of("/file", pair.keyPem().getBytes(StandardCharsets.UTF_8)));
        add(ExecCredential.builder(Seeds.EXEC_VERSION).token(PASSWORD).clientCertificate(pair));
        for (AuthInfo one : List.of(
                AuthInfo.of(pair),
                AuthInfo.of(TOKEN),
                AuthInfo.builder().exec(exec).build())) {
            add(ClientConfig.of(Kubeconfig.of("c", cluster, "u", one)));
        }
        CredentialPluginPolicy policy = CredentialPluginPolicy.allowlist("/bin/other");
        add(policy.evaluate(exec, name -> Optional.empty()));
        add(CredentialsEdit.none()
                .token(PASSWORD)
                .password(PASSWORD)
                .execEnv("A", PASSWORD)
                .execArgs(PASSWORD));
        add(CredentialsEdit.none().authProvider("oidc").authProviderArg("client-secret", PASSWORD));
        add(ClusterEdit.none().proxyUrl("http://u:" + PASSWORD + "@proxy:3128"));
    }
}
