package com.example;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A bootstrap token to a type of one's own, and back. */
public final class Jackson2Bridge {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A type of one's own. */
    record Stored(String kind, String apiVersion, JsonNode metadata, Map<String, byte[]> data, String type) {}

    private Jackson2Bridge() {}

    public static void main(String... arguments) {
        BootstrapTokenSecret token = BootstrapTokenSecret.builder(BootstrapToken.generate())
                .expiration(Instant.now().plus(Duration.ofHours(24)))
                .build();

        // region bridge
        Stored stored = MAPPER.convertValue(token.toMap(), Stored.class);
        BootstrapTokenSecret back =
                BootstrapTokenSecret.fromMap(MAPPER.convertValue(stored, new TypeReference<Map<String, Object>>() {}));
        // endregion

        ObjectMeta metadata = back.metadata();
        System.out.println(metadata.namespace() + " has a token, which is "
                + (back.equals(token) ? "the same" : "another one") + " after its way through Jackson 2");
    }
}
