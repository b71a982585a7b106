package io.github.kubetls.rbac;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Recorded runs of kubectl 1.32.4; {@code command.sh} in each folder is what was run. */
final class KubectlCases {

    private KubectlCases() {}

    static String read(String path) {
        try (InputStream in = KubectlCases.class.getResourceAsStream("kubectl/" + path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
