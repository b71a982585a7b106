package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.KubernetesRelease;

/** The release whose API server this one behaves like. */
final class ServerVersion {

    /** The version in full. */
    static final String TEXT = "v1.32.4";

    /** Its release. */
    static final KubernetesRelease RELEASE = KubernetesRelease.parse(TEXT);

    private ServerVersion() {}

    /** {@code /version} */
    static ObjectNode document() {
        return Json.object()
                .put("major", "1")
                .put("minor", Integer.toString(RELEASE.minor()))
                .put("gitVersion", TEXT)
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "java/" + Runtime.version().feature());
    }
}
