package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExportedPackagesTest {

    @Test
    void exportsExactlyTheApi() throws URISyntaxException {
        // Asked for by name, "/module-info.class" can be that of any module of the JDK.
        Path classes = Path.of(Finding.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ModuleDescriptor module = ModuleFinder.of(classes)
                .find("io.github.kubetls.core")
                .orElseThrow()
                .descriptor();
        assertThat(module.exports().stream()
                        .filter(exports -> !exports.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "io.github.kubetls",
                        "io.github.kubetls.access",
                        "io.github.kubetls.certificate",
                        "io.github.kubetls.csr",
                        "io.github.kubetls.component",
                        "io.github.kubetls.kubeadm",
                        "io.github.kubetls.kubelet",
                        "io.github.kubetls.manifest",
                        "io.github.kubetls.podcertificate",
                        "io.github.kubetls.token");
        assertThat(module.exports().stream().filter(ModuleDescriptor.Exports::isQualified))
                .allSatisfy(exports -> assertThat(exports.source()).startsWith("io.github.kubetls.internal."))
                .allSatisfy(exports -> assertThat(exports.targets())
                        .isSubsetOf("io.github.kubetls.rbac", "io.github.kubetls.kubeconfig"));
    }
}
