package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaceCaTest {

    @Test
    void trustsAsLongAsTheOldCaIsThere(@TempDir Path folder) throws Exception {
        List<String> told = ReplaceCa.replace(folder);
        assertThat(told).hasSize(4);
        assertThat(told.subList(0, 3)).allMatch(line -> line.contains("Authenticated[user=system:node:worker-1"));
        assertThat(told.get(3)).contains("Rejected", "CA_UNKNOWN");
        assertThat(Pem.parseCertificates(Files.readString(folder.resolve("ca-bundle.crt"))))
                .hasSize(2);
    }
}
