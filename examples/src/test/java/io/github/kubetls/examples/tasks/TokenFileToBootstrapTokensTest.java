package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.token.BootstrapTokenSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileToBootstrapTokensTest {

    @Test
    void leavesASecretForEachBootstrapper(@TempDir Path folder) throws Exception {
        TokenFileToBootstrapTokens.main(folder.toString());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("kubelet-bootstrap.yaml", "node-installer.yaml");
        }
        Path file = folder.resolve("kubelet-bootstrap.yaml");
        BootstrapTokenSecret secret = BootstrapTokenSecret.parse(Files.readString(file));
        assertThat(secret.extraGroups()).containsExactly("system:bootstrappers:worker");
        assertThat(secret.isExpired(Instant.now())).isFalse();
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
        assertThat(BootstrapTokenSecret.parse(Files.readString(folder.resolve("node-installer.yaml")))
                        .extraGroups())
                .isEmpty();
    }
}
