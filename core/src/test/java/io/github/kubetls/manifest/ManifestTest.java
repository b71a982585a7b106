package io.github.kubetls.manifest;

import static io.github.kubetls.fixtures.Posix.mode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

    @TempDir
    Path folder;

    /** A kind that holds no secret. */
    private record Namespace(ObjectMeta metadata) implements Manifest {
        @Override
        public String apiVersion() {
            return "v1";
        }

        @Override
        public String kind() {
            return "Namespace";
        }

        @Override
        public Map<String, @Nullable Object> toMap() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("apiVersion", apiVersion());
            map.put("kind", kind());
            map.put("metadata", metadata.toMap());
            return map;
        }
    }

    private static final Namespace NAMESPACE = new Namespace(ObjectMeta.of("team"));
    private static final Secret SECRET = Secret.of(
            ObjectMeta.of("default", "password"),
            "Opaque",
            Map.of("password", "käse".getBytes(StandardCharsets.UTF_8)));

    @Test
    void writesASecretForItsOwnerOnlyOverAFileThatOthersMayRead() throws IOException {
        Path file = folder.resolve("new/secret.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "old");
        Posix.chmod(file, "rw-r--r--");
        SECRET.write(file);
        assertThat(file).hasContent(SECRET.toYaml());
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void writesATypedSecretForItsOwnerOnly() throws IOException {
        Secret.Typed typed = () -> SECRET;
        typed.write(folder.resolve("typed.yaml"));
        assertThat(mode(folder.resolve("typed.yaml"))).isEqualTo("rw-------");
    }

    @Test
    void writesTextKindsReadable() throws IOException {
        Path file = folder.resolve("missing/parent/namespace.yaml");
        NAMESPACE.write(file);
        assertThat(file).hasContent("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n");
        assertThat(mode(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void writesSeveralForTheirOwnerOnlyWhenOneIsASecret() throws IOException {
        Path file = folder.resolve("all.yaml");
        Manifest.write(file, List.of(NAMESPACE, SECRET));
        assertThat(file).hasContent(NAMESPACE.toYaml() + "---\n" + SECRET.toYaml());
        assertThat(mode(file)).isEqualTo("rw-------");
        Manifest.write(file, List.of(NAMESPACE, NAMESPACE));
        assertThat(mode(file)).isEqualTo("rw-r--r--");
    }
}
