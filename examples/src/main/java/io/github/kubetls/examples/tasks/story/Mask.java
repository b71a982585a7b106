package io.github.kubetls.examples.tasks.story;

import io.github.kubetls.token.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Takes the secrets out of a file's text, whatever the file is. */
final class Mask {

    static final String MASKED = "\u2022".repeat(12);

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(-----BEGIN [^-]*PRIVATE KEY-----).*?(-----END|\\z)", Pattern.DOTALL);
    private static final Pattern KEY_DATA = Pattern.compile("(client-key-data: ).+");

    private final BootstrapToken token;

    Mask(BootstrapToken token) {
        this.token = token;
    }

    /** The text without the token's secret, plain and in base64, private keys, and what a kubeconfig keeps secret. */
    String apply(String text) {
        String encoded = Base64.getEncoder().encodeToString(token.secret().getBytes(StandardCharsets.UTF_8));
        String masked = text.replace(token.secret(), MASKED).replace(encoded, MASKED);
        masked = PRIVATE_KEY.matcher(masked).replaceAll("$1\n" + MASKED + "\n$2");
        return KEY_DATA.matcher(masked).replaceAll("$1" + MASKED);
    }
}
