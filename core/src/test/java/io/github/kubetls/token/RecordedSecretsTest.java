package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.fixtures.Kubectl;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded Secrets of a cluster of release 1.20. */
class RecordedSecretsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final List<Secret> SECRETS =
            Secret.parseAll(Recorded.text("discovery/bootstrap-token-secrets.yaml"));
    private static final BootstrapToken EDGE = BootstrapToken.parse("k7m2q9.0f1e2d3c4b5a6978");
    private static final BootstrapToken FOREVER = BootstrapToken.parse("vdb9xb.jiqhz35y355g1ngx");

    @Test
    void readsTheSecretsBehindTheSignatures() {
        List<BootstrapTokenSecret> secrets =
                BootstrapTokenSecret.parseAll(Recorded.text("discovery/bootstrap-token-secrets.yaml"));
        assertThat(secrets).extracting(BootstrapTokenSecret::token).containsExactly(EDGE, FOREVER);
        BootstrapTokenSecret edge = secrets.get(0);
        assertThat(edge.description()).contains("edge site token");
        assertThat(edge.expiration()).contains(Instant.parse("2026-11-24T18:12:38Z"));
        assertThat(edge.usages()).containsExactly(TokenUsage.SIGNING, TokenUsage.AUTHENTICATION);
        assertThat(edge.extraGroups())
                .containsExactly("system:bootstrappers:kubeadm:default-node-token", "system:bootstrappers:edge");
        assertThat(secrets.get(1).expiration()).isEmpty();
        assertThat(secrets.get(1).remaining(NOW)).isEqualTo("<forever>");
    }

    @Test
    void writesTheSecretsAsTheyWereRead() {
        String list = Recorded.text("discovery/bootstrap-token-secrets.yaml");
        String items = list.substring(list.indexOf("- apiVersion"), list.indexOf("kind: List"));
        StringBuilder ours = new StringBuilder();
        for (Secret secret : SECRETS) {
            assertThat(Secret.parse(secret.toYaml())).isEqualTo(secret);
            ours.append("- ")
                    .append(secret.toYaml().strip().replace("\n", "\n  "))
                    .append('\n');
        }
        assertThat(ours).hasToString(items);
        assertThat(Secret.parseAll(Manifest.toYaml(SECRETS))).isEqualTo(SECRETS);
    }

    @Test
    void authenticatesTheTokens() {
        BootstrapTokenAuthenticator authenticator = BootstrapTokenAuthenticator.of(SECRETS);
        assertThat(authenticator.authenticate(EDGE.bearerToken(), NOW))
                .isEqualTo(new BootstrapTokenAuthenticator.Result.Authenticated(UserInfo.of(
                        "system:bootstrap:k7m2q9",
                        "system:bootstrappers",
                        "system:bootstrappers:edge",
                        "system:bootstrappers:kubeadm:default-node-token")));
        assertThat(authenticator.authenticate(EDGE.bearerToken(), Instant.parse("2026-11-24T18:12:38Z")))
                .isEqualTo(new BootstrapTokenAuthenticator.Result.Refused(
                        BootstrapTokenAuthenticator.Reason.TOKEN_EXPIRED));
    }

    @Test
    void readsTheServiceAccountSecret() {
        String yaml = Recorded.text("discovery/bootstrap-signer-token-secret.yaml");
        ServiceAccountTokenSecret secret = ServiceAccountTokenSecret.parse(yaml);
        assertThat(secret.toYaml()).isEqualTo(yaml);
        assertThat(secret.serviceAccountName()).isEqualTo("bootstrap-signer");
        assertThat(secret.serviceAccountUid()).contains("25d133a7-7173-43f9-9ccf-d03b38265247");
        assertThat(secret.caCertificates()).contains(Recorded.text("csr/ca.crt"));
        assertThat(secret.secret().text("namespace")).isEqualTo("kube-system");
        assertThat(secret.user())
                .isEqualTo(UserInfo.builder("system:serviceaccount:kube-system:bootstrap-signer")
                        .uid("25d133a7-7173-43f9-9ccf-d03b38265247")
                        .groups(List.of("system:serviceaccounts", "system:serviceaccounts:kube-system"))
                        .build());
        assertThat(secret.findings()).extracting(finding -> finding.code()).containsExactly("EXPIRATION_MISSING");
    }

    /** {@code kubectl get secret … -o jsonpath={.data.token} | base64 -d}, without a cluster. */
    @Test
    void agreesWithKubectlOnTheServiceAccountToken(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("secret.yaml");
        Files.writeString(file, Recorded.text("discovery/bootstrap-signer-token-secret.yaml"));
        String encoded = Tool.run(
                folder, "kubectl", "annotate", "--local", "-f", file.toString(), "x=y", "-o", "jsonpath={.data.token}");
        Files.writeString(folder.resolve("encoded"), encoded);
        String decoded =
                Tool.run(folder, "base64", "-d", folder.resolve("encoded").toString());
        ServiceAccountTokenSecret secret = ServiceAccountTokenSecret.parse(Files.readString(file));
        assertThat(secret.requiredToken().equals(decoded)).isTrue();
        assertThat(ServiceAccountTokenSecret.decodeToken(encoded).equals(decoded))
                .isTrue();
    }

    @Test
    void cleansTheOneThatHasExpired() {
        assertThat(TokenCleaner.deletions(SECRETS, Instant.parse("2026-11-24T18:12:38Z")))
                .containsExactly(SECRETS.get(0));
        assertThat(TokenCleaner.deletions(SECRETS, NOW)).isEmpty();
    }

    /** kubectl reads what we write, and writes it as we do. */
    @Test
    void agreesWithKubectlOnManifests(@TempDir Path folder) throws IOException {
        List<Manifest> manifests = new ArrayList<>(SECRETS);
        manifests.add(BootstrapTokenSecret.builder(BootstrapToken.parse("07401b.f395accd246ae52d"))
                .expiration(NOW)
                .usages(TokenUsage.SIGNING, TokenUsage.AUTHENTICATION)
                .extraGroups("system:bootstrappers:worker")
                .description("yes: \"quoted\"")
                .build());
        for (Manifest manifest : manifests) {
            assertThat(Kubectl.rewrite(folder, manifest.toYaml())).isEqualTo(manifest.toYaml());
        }
    }
}
