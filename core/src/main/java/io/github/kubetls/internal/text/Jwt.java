package io.github.kubetls.internal.text;

import java.util.regex.Pattern;

/** The outer form of JSON Web Tokens (RFC 7519). */
public final class Jwt {

    // Possessive, so that a long text that is not a token is refused in linear time.
    private static final Pattern SIGNED = Pattern.compile("eyJ[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]*+");

    private Jwt() {}

    /** {@return whether a text has the shape of a signed token} */
    public static boolean isJwt(String text) {
        return SIGNED.matcher(text).matches();
    }
}
