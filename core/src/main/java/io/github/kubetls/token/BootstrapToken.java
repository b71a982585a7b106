package io.github.kubetls.token;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.TextKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
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
    private static final String ID_FORM = "6 characters of 0-9a-z";
    private static final Pattern SHOWN = Pattern.compile("BootstrapToken\\[[a-z0-9]{6}]");

    private static final int CHARACTERS = 36;

    /** The largest multiple of 36 that a byte holds: a byte from there on is drawn again, or some characters would come more often. */
    private static final int UNBIASED = 252;

    /** Bytes of one draw: hardly ever are more than ten of them drawn again. */
    private static final int DRAW = ID_LENGTH + SECRET_LENGTH + 10;

    private static final int LENGTH = ID_LENGTH + 1 + SECRET_LENGTH;

    private final String id;
    private final String secret;

    private BootstrapToken(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** {@return a new token of about 82 random bits of secret, from the system's secure random source} */
    public static BootstrapToken generate() {
        return generate(new SecureRandom());
    }

    /**
     * {@return a new token, with every character drawn uniformly}
     *
     * @param random the source of randomness
     */
    public static BootstrapToken generate(SecureRandom random) {
        byte[] text = new byte[ID_LENGTH + SECRET_LENGTH];
        byte[] drawn = new byte[DRAW];
        int used = DRAW;
        for (int i = 0; i < text.length; ) {
            if (used == DRAW) {
                random.nextBytes(drawn);
                used = 0;
            }
            int value = drawn[used++] & 0xFF;
            if (value < UNBIASED) {
                text[i++] = character(value % CHARACTERS);
            }
        }
        return new BootstrapToken(
                new String(text, 0, ID_LENGTH, StandardCharsets.ISO_8859_1),
                new String(text, ID_LENGTH, SECRET_LENGTH, StandardCharsets.ISO_8859_1));
    }

    /** Arithmetic rather than a table, so that no memory access depends on the secret. */
    private static byte character(int value) {
        return (byte) (value < 10 ? '0' + value : 'a' + value - 10);
    }

    /**
     * {@return the token of an id and a secret}
     *
     * @param id     6 characters of {@code 0-9a-z}
     * @param secret 16 characters of {@code 0-9a-z}
     * @throws IllegalArgumentException when one of them has another form
     */
    public static BootstrapToken of(String id, String secret) {
        if (!isTokenId(id)) {
            throw new IllegalArgumentException("the token id is not " + ID_FORM);
        }
        if (secret.length() != SECRET_LENGTH || !isAlphanumeric(secret, 0, SECRET_LENGTH)) {
            throw new IllegalArgumentException("the token secret is not 16 characters of 0-9a-z");
        }
        return new BootstrapToken(id, secret);
    }

    /**
     * {@return the token in a text such as {@code 07401b.f395accd246ae52d}}
     *
     * @param text the token, with nothing around it
     * @throws InvalidFormatException with code {@code TOKEN_INVALID} when the text is not a token
     */
    public static BootstrapToken parse(String text) {
        return find(text)
                .orElseThrow(() -> new InvalidFormatException(
                        "TOKEN_INVALID", Location.none(), "the token is malformed: " + defect(text)));
    }

    /** The token that a text is, if it is one. */
    static Optional<BootstrapToken> find(String text) {
        return isToken(text)
                ? Optional.of(new BootstrapToken(text.substring(0, ID_LENGTH), text.substring(ID_LENGTH + 1)))
                : Optional.empty();
    }

    /** What is wrong with a malformed token, without quoting it. */
    private static String defect(String text) {
        String expected = "expected " + ID_FORM + ", a dot and 16 characters of 0-9a-z";
        if (isToken(text.strip())) {
            return "there is white space around it; " + expected;
        }
        if (text.length() == LENGTH && isToken(text.toLowerCase(Locale.ROOT))) {
            return "it has upper-case letters; " + expected;
        }
        return expected + TextKind.of(text).map(kind -> ": found " + kind).orElse("");
    }

    /**
     * {@return the id in what {@code kubeadm token delete} takes: an id, or a whole token, of which only the id counts}
     *
     * @param idOrToken an id, or a token
     * @throws InvalidFormatException with code {@code TOKEN_ID_INVALID} when the text is neither
     */
    public static String parseId(String idOrToken) {
        if (isTokenId(idOrToken)) {
            return idOrToken;
        }
        if (!isToken(idOrToken)) {
            throw new InvalidFormatException(
                    "TOKEN_ID_INVALID", Location.none(), "is neither a token id of " + ID_FORM + " nor a token");
        }
        return idOrToken.substring(0, ID_LENGTH);
    }

    /**
     * {@return whether a text is a token, which {@link #parse} would accept}
     *
     * @param text the text
     */
    public static boolean isToken(String text) {
        return text.length() == LENGTH
                && text.charAt(ID_LENGTH) == '.'
                && isAlphanumeric(text, 0, ID_LENGTH)
                && isAlphanumeric(text, ID_LENGTH + 1, LENGTH);
    }

    /** Looks at every character, even after a wrong one, so that the time tells nothing about a secret. */
    private static boolean isAlphanumeric(String text, int start, int end) {
        boolean right = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            right &= (c >= '0' & c <= '9') | (c >= 'a' & c <= 'z');
        }
        return right;
    }

    /**
     * {@return whether a text is a token id: 6 characters of {@code 0-9a-z}}
     *
     * @param text the text
     */
    public static boolean isTokenId(String text) {
        return text.length() == ID_LENGTH && isAlphanumeric(text, 0, ID_LENGTH);
    }

    /** {@return the token id of 6 characters, which is public} */
    public String id() {
        return id;
    }

    /** {@return the token secret of 16 characters; keep it out of logs, URLs and messages} */
    public String secret() {
        return secret;
    }

    /** {@return id, dot and secret, as a client presents the token; keep them out of logs, URLs and messages} */
    public String bearerToken() {
        return id + "." + secret;
    }

    /**
     * {@return the name of the Secret in {@code kube-system} that a cluster keeps this token in:
     * {@code bootstrap-token-} and the id}
     */
    public String secretName() {
        return BootstrapTokenSecret.NAME_PREFIX + id;
    }

    /** {@return the name of the user that this token authenticates as: {@code system:bootstrap:} and the id} */
    public String userName() {
        return BootstrapTokenAuthenticator.USER_NAME_PREFIX + id;
    }

    /**
     * {@return whether a presented token is this one, in a time that does not depend on where they differ}
     *
     * @param presented what a client presented; any text
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
        return id.hashCode();
    }

    /** Whether a text is what {@link #toString()} shows of a token. */
    static boolean isShown(String text) {
        return SHOWN.matcher(text).matches();
    }

    /** The id only, such as {@code BootstrapToken[07401b]}. */
    @Override
    public String toString() {
        return "BootstrapToken[" + id + "]";
    }
}
