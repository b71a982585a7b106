package io.github.kubetls.benchmarks;

import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Bootstrap tokens and the signatures of cluster-info that are made with them. */
@State(Scope.Benchmark)
public class TokenBenchmark {

    private static final String TEXT = "07401b.f395accd246ae52d";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final BootstrapToken token = BootstrapToken.parse(TEXT);
    private final String content = Inputs.kubeconfig(1).substring(0, 3500);
    private final ClusterInfo info = ClusterInfo.of(content);
    private final ClusterInfo signed = info.sign(token);
    private final Credentials credentials = Credentials.fromHeader("Bearer " + TEXT);
    private final BootstrapTokenAuthenticator authenticator =
            BootstrapTokenAuthenticator.of(BootstrapTokenSecret.builder(token)
                    .ttl(Duration.ofHours(24), NOW)
                    .usages(TokenUsage.AUTHENTICATION)
                    .extraGroups("system:bootstrappers:worker", "system:bootstrappers:kubeadm:default-node-token")
                    .build());

    @Benchmark
    public BootstrapToken generate() {
        return BootstrapToken.generate();
    }

    @Benchmark
    public BootstrapToken generateFromGiven() {
        return BootstrapToken.generate(random);
    }

    /** The 22 bytes that a token needs at least. */
    @Benchmark
    public byte[] rawGenerate() {
        byte[] bytes = new byte[22];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Benchmark
    public boolean validate() {
        return BootstrapToken.isToken(TEXT);
    }

    @Benchmark
    public Authentication authenticate() {
        return authenticator.authenticate(credentials, NOW);
    }

    @Benchmark
    public ClusterInfo sign() {
        return info.sign(token);
    }

    @Benchmark
    public ClusterInfo.Verification verify() {
        return signed.verify(token);
    }

    /** HMAC-SHA256 over the same content, and its base64. */
    @Benchmark
    public String rawSign() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(token.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(Base64.getUrlEncoder().withoutPadding().encode(content.getBytes(StandardCharsets.UTF_8)));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }
}
