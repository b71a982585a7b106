package io.github.kubetls.token;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.GoText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token with the user that it stands for: one record of a {@link TokenFile}.
 *
 * <p>The token has no blank and no control character, because then it could not be presented in a header. Static tokens
 * never expire. {@link #toString()} shows the user only.
 *
 * <pre>{@code
 * StaticToken token = StaticToken.generate(UserInfo.builder("kubelet-bootstrap")
 *     .uid("10001").groups("system:bootstrappers").build());
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file">Static token
 *     file</a>
 */
public final class StaticToken {

    private static final int RANDOM_BYTES = 16;

    private final String token;
    private final UserInfo user;

    private StaticToken(String token, UserInfo user) {
        this.token = token;
        this.user = user;
    }

    /**
     * {@return a token and its user}
     *
     * @param token the token
     * @param user  the user, without extra attributes, which a token file has no column for
     * @throws IllegalArgumentException when the token is empty or has a blank or a control character, or is what
     *     {@link BootstrapToken#toString()} shows instead of the token; when name, uid or a group has a line end or NUL, when
     *     a group has a comma, or when there are extra attributes
     */
    public static StaticToken of(String token, UserInfo user) {
        if (BootstrapToken.isShown(token)) {
            throw new IllegalArgumentException(
                    "is the text of BootstrapToken.toString(), which leaves out the secret: pass the BootstrapToken itself,"
                            + " or its bearerToken()");
        }
        return new StaticToken(token, user).requireWritable();
    }

    /**
     * {@return a bootstrap token as a static token, for a cluster that has it in its token file} It then stands for the user
     * given here, and never expires.
     *
     * @param token the token
     * @param user  the user, without extra attributes, which a token file has no column for
     * @throws IllegalArgumentException as {@link #of(String, UserInfo)} does
     */
    public static StaticToken of(BootstrapToken token, UserInfo user) {
        return of(token.bearerToken(), user);
    }

    /**
     * {@return a new token of 128 random bits, as 32 hexadecimal digits, with its user}
     *
     * @param user the user
     * @throws IllegalArgumentException as {@link #of(String, UserInfo)} does
     */
    public static StaticToken generate(UserInfo user) {
        return generate(user, new SecureRandom());
    }

    /**
     * {@return a new token of 128 random bits, as 32 hexadecimal digits, with its user}
     *
     * @param user   the user
     * @param random the source of randomness
     * @throws IllegalArgumentException as {@link #of(String, UserInfo)} does
     */
    public static StaticToken generate(UserInfo user, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return of(HexFormat.of().formatHex(bytes), user);
    }

    /** A pair as it stands in a token file, which cannot always be written again. */
    static StaticToken read(String token, UserInfo user) {
        return new StaticToken(token, user);
    }

    StaticToken requireWritable() {
        String defect = defect();
        if (defect != null) {
            throw new IllegalArgumentException(defect);
        }
        return this;
    }

    /** Why the pair cannot be written; null when it can. */
    @Nullable
    String defect() {
        if (token.isEmpty()) {
            return "the token is empty";
        }
        if (token.chars()
                .anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c))) {
            return "the token has a blank or a control character, so no client can present it in a header";
        }
        if (!GoText.isText(token) || !isLine(user.name()) || !isLine(user.uid())) {
            return "token, name or uid has a line end, NUL or half a surrogate pair, which would not survive";
        }
        if (!user.groups().stream().allMatch(StaticToken::isLine)) {
            return "a group has a line end, NUL or half a surrogate pair, which would not survive";
        }
        if (user.groups().stream().anyMatch(group -> group.indexOf(',') >= 0)) {
            return "a group has a comma, which separates groups";
        }
        return user.extra().isEmpty() ? null : "the user has extra attributes, for which there is no column";
    }

    private static boolean isLine(String text) {
        return text.indexOf('\r') < 0 && text.indexOf('\n') < 0 && text.indexOf('\0') < 0 && GoText.isText(text);
    }

    /** {@return the token; keep it out of logs, URLs and messages} */
    public String token() {
        return token;
    }

    /** {@return the user, without {@code system:authenticated}} */
    public UserInfo user() {
        return user;
    }

    /** Appends the record, with LF. */
    void appendTo(StringBuilder csv) {
        csv.append(field(token))
                .append(',')
                .append(field(user.name()))
                .append(',')
                .append(field(user.uid()));
        if (!user.groups().isEmpty()) {
            // Always in quotes: without them all groups but the first are columns that nobody reads.
            csv.append(',').append(quoted(String.join(",", user.groups())));
        }
        csv.append('\n');
    }

    private static String field(String text) {
        boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.equals(text.strip());
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StaticToken that
                && user.equals(that.user)
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), that.token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return user.hashCode();
    }

    /** The user only. */
    @Override
    public String toString() {
        return "StaticToken[" + user + "]";
    }
}
