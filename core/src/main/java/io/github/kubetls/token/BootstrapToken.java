package io.github.kubetls.token;

import io.github.kubetls.InvalidFormatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A bootstrap token: a public id of 6 characters and a secret of 16, each of {@code 0-9a-z}, joined by a dot.
 *
 * <p>The id names the Secret ({@code bootstrap-token-<id>}), the user ({@code system:bootstrap:<id>}) and the signature in
 * cluster-info; the secret must stay secret. {@link #toString()} shows the id only, and {@code equals} compares ids and
 * secrets in a time that does not depend on where they differ.
 *
 * <pre>{@code
 * BootstrapToken token = BootstrapToken.generate();
 * String presented = token.bearerToken();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Authenticating with Bootstrap
 *     Tokens</a>
 */
public final class BootstrapToken {

    private static final int ID_LENGTH = 6;
    private static final int SECRET_LENGTH = 16;
    private static final Pattern ID = Pattern.compile("[a-z0-9]{6}");
    private static final Pattern TOKEN = Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}");

    private final String id;
    private final String secret;

    private BootstrapToken(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /**
     * Generates a token from the system's secure random source.
     *
     * @return a new token of about 82 random bits of secret
     */
    public static BootstrapToken generate() {
        return generate(new SecureRandom());
    }

    /**
     * Generates a token: every character is drawn uniformly.
     *
     * @param random the source of randomness
     * @return a new token
     */
    public static BootstrapToken generate(SecureRandom random) {
        return new BootstrapToken(draw(random, ID_LENGTH), draw(random, SECRET_LENGTH));
    }

    private static String draw(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int value = random.nextInt(36);
            // Arithmetic rather than a table, so that no memory access depends on the secret.
            text.append((char) (value < 10 ? '0' + value : 'a' + value - 10));
        }
        return text.toString();
    }

    /**
     * Reads a token such as {@code 07401b.f395accd246ae52d}.
     *
     * @param text the token, with nothing around it
     * @return the token
     * @throws InvalidFormatException with code {@code MALFORMED_TOKEN} when the text is no token
     */
    public static BootstrapToken parse(String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw new InvalidFormatException("MALFORMED_TOKEN", "", "the token is malformed: " + defect(text));
        }
        return new BootstrapToken(text.substring(0, ID_LENGTH), text.substring(ID_LENGTH + 1));
    }

    /** What is wrong with a malformed token, without quoting it. */
    private static String defect(String text) {
        String expected = "expected 6 characters of 0-9a-z, a dot and 16 characters of 0-9a-z";
        if (TOKEN.matcher(text.strip()).matches()) {
            return "there is white space around it; " + expected;
        }
        if (TOKEN.matcher(text.toLowerCase(java.util.Locale.ROOT)).matches()) {
            return "it has upper-case letters; " + expected;
        }
        return expected;
    }

    /**
     * Tells whether a text is a token.
     *
     * @param text the text
     * @return whether {@link #parse} would accept it
     */
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /**
     * Tells whether a text is a token id.
     *
     * @param text the text
     * @return whether it is 6 characters of {@code 0-9a-z}
     */
    public static boolean isTokenId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Returns the token id, which is public.
     *
     * @return 6 characters
     */
    public String id() {
        return id;
    }

    /**
     * Returns the token secret. Keep it out of logs, URLs and messages.
     *
     * @return 16 characters
     */
    public String secret() {
        return secret;
    }

    /**
     * Returns the whole token, as a client presents it. Keep it out of logs, URLs and messages.
     *
     * @return id, dot and secret
     */
    public String bearerToken() {
        return id + "." + secret;
    }

    /**
     * Compares with a presented token in a time that does not depend on where they differ.
     *
     * @param presented what a client presented; any text
     * @return whether it is this token
     */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(
                bearerToken().getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BootstrapToken that && matches(that.bearerToken());
    }

    @Override
    public int hashCode() {
        return Objects.hash(id);
    }

    /** The id only, such as {@code BootstrapToken[07401b]}. */
    @Override
    public String toString() {
        return "BootstrapToken[" + id + "]";
    }
}
