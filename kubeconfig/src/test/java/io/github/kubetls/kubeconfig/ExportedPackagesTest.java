package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExportedPackagesTest {

    @Test
    void exportsExactlyTheApi() throws URISyntaxException {
        Path classes = Path.of(Kubeconfig.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ModuleDescriptor module = ModuleFinder.of(classes)
                .find("io.github.kubetls.kubeconfig")
                .orElseThrow()
                .descriptor();
        assertThat(module.exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrder(
                        "io.github.kubetls.discovery",
                        "io.github.kubetls.kubeconfig",
                        "io.github.kubetls.kubeconfig.client",
                        "io.github.kubetls.kubeconfig.edit");
    }
}
