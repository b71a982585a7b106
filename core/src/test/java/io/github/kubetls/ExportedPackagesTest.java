package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExportedPackagesTest {

    @Test
    void exportsExactlyTheApi() throws Exception {
        Path classes = Path.of(Finding.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ModuleDescriptor module;
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(in);
        }
        assertThat(module.exports().stream()
                        .filter(exports -> !exports.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "io.github.kubetls",
                        "io.github.kubetls.access",
                        "io.github.kubetls.manifest",
                        "io.github.kubetls.token");
        assertThat(module.exports().stream().filter(ModuleDescriptor.Exports::isQualified))
                .allSatisfy(exports -> assertThat(exports.source()).startsWith("io.github.kubetls.internal."))
                .allSatisfy(exports -> assertThat(exports.targets())
                        .isSubsetOf("io.github.kubetls.rbac", "io.github.kubetls.kubeconfig"));
    }
}
