package io.github.kubetls.token;

import io.github.kubetls.manifest.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bootstrap token Secrets for tests: a sound one, and what is changed about it. */
final class Secrets {

    static final String TOKEN = "07401b.f395accd246ae52d";

    private final Map<String, String> data = new LinkedHashMap<>();
    private ObjectMeta.Builder metadata =
            ObjectMeta.builder().namespace("kube-system").name("bootstrap-token-07401b");
    private String type = "bootstrap.kubernetes.io/token";

    private Secrets() {
        data.put("token-id", "07401b");
        data.put("token-secret", "f395accd246ae52d");
        data.put("usage-bootstrap-authentication", "true");
        data.put("usage-bootstrap-signing", "true");
    }

    static Secrets sound() {
        return new Secrets();
    }

    Secrets with(String key, String value) {
        data.put(key, value);
        return this;
    }

    Secrets without(String key) {
        data.remove(key);
        return this;
    }

    Secrets metadata(ObjectMeta.Builder metadata) {
        this.metadata = metadata;
        return this;
    }

    Secrets name(String name) {
        metadata.name(name);
        return this;
    }

    Secrets namespace(String namespace) {
        metadata.namespace(namespace);
        return this;
    }

    Secrets type(String type) {
        this.type = type;
        return this;
    }

    Secret secret() {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        data.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
        return Secret.of(metadata.build(), type, bytes);
    }

    static Map<String, String> dataOf(Secret secret) {
        Map<String, String> data = new LinkedHashMap<>();
        secret.keys().forEach(key -> data.put(key, secret.text(key)));
        return data;
    }
}
