package io.github.kubetls.access;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token that a request presents in its {@code Authorization} header (RFC 6750, section 2.1), as kube-apiserver
 * reads it.
 *
 * <p>It is a claim that nobody has verified. {@link #toString()} shows nothing of it.
 *
 * <pre>{@code
 * Optional<BearerToken> presented = BearerToken.fromHeader("Bearer 07401b.f395accd246ae52d");
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#putting-a-bearer-token-in-a-request">
 *     Putting a bearer token in a request</a>
 */
public final class BearerToken {

    private static final String SCHEME = "bearer";

    private final String value;

    private BearerToken(String value) {
        this.value = value;
    }

    /**
     * {@return a token that was not presented in a header}
     *
     * @param value the token, any text but the empty one
     * @throws IllegalArgumentException when it is empty, which is not a credential
     */
    public static BearerToken of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an empty bearer token is not a credential");
        }
        return new BearerToken(value);
    }

    /**
     * {@return the token in an {@code Authorization} header as kube-apiserver reads it, or empty when there is none and
     * the request goes on without a credential} The scheme is {@code Bearer} in any case, followed by one blank and the
     * token, which ends at the next blank.
     *
     * @param header the header's value; any text
     */
    public static Optional<BearerToken> fromHeader(String header) {
        String[] pieces = pieces(header);
        return pieces == null || pieces[1].isEmpty() ? Optional.empty() : Optional.of(new BearerToken(pieces[1]));
    }

    /**
     * {@return what a client most likely got wrong in a header that does not mean what it seems to, free of the token}
     *
     * @param header the header's value; any text
     */
    public static List<Finding> findings(String header) {
        String[] pieces = pieces(header);
        if (pieces == null) {
            String clean = trim(header).toLowerCase(Locale.ROOT);
            boolean glued = clean.startsWith(SCHEME + "\t");
            return glued
                    ? warning(
                            "AUTHORIZATION_HEADER_IGNORED",
                            "a tab does not separate the scheme from the token; the header is ignored",
                            "write one blank after Bearer")
                    : List.of();
        }
        if (pieces[1].isEmpty()) {
            return warning(
                    "AUTHORIZATION_HEADER_IGNORED",
                    "there is extra space before the bearer token; the header is ignored",
                    "write one blank after Bearer");
        }
        if (pieces.length > 2) {
            return warning(
                    "TRAILING_TEXT_IGNORED",
                    "what follows the first blank after the token is ignored",
                    "present a token without blanks");
        }
        return List.of();
    }

    private static List<Finding> warning(String code, String message, String fix) {
        return List.of(Finding.warning(code, Location.of("Authorization"), message, fix));
    }

    /** Scheme, token and rest; null when the header has another scheme. */
    private static String @Nullable [] pieces(String header) {
        String[] pieces = trim(header).split(" ", 3);
        return pieces.length < 2 || !pieces[0].equalsIgnoreCase(SCHEME) ? null : pieces;
    }

    /** Without white space at both ends, in Unicode's sense rather than Java's: U+0085 and U+00A0 count, U+001C does not. */
    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isWhiteSpace(char c) {
        return c >= '\t' && c <= '\r' || c == 0x85 || Character.isSpaceChar(c);
    }

    /** {@return the token, not empty; keep it out of logs, URLs and messages} */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BearerToken that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Nothing of the token. */
    @Override
    public String toString() {
        return "BearerToken";
    }
}
