package io.github.kubetls.internal.net;

import java.util.regex.Pattern;

/** Names of hosts as Go compares them with those of certificates (RFC 6125, section 6.4). */
public final class HostNames {

    private static final String LABEL = "[A-Za-z0-9_][A-Za-z0-9_-]*";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+");
    private static final Pattern WILDCARD = Pattern.compile("\\*(?:\\." + LABEL + ")++");
    private static final Pattern DOMAIN = Pattern.compile("(?:[!-~&&[^.]]+(?:\\.[!-~&&[^.]]+)*+)?");

    private HostNames() {}

    /**
     * {@return whether a text is the name of a host: labels of letters, digits, hyphens and underscores, without a dot at
     * the end}
     */
    public static boolean isHostName(String text) {
        return NAME.matcher(text).matches();
    }

    /** {@return whether a text is a domain to a certificate: labels of printable ASCII characters, or nothing at all} */
    public static boolean isDomain(String text) {
        return DOMAIN.matcher(text).matches();
    }

    /**
     * {@return whether a DNS name of a certificate stands for a host: a whole first label {@code *} stands for one label,
     * upper and lower case are the same, and what is not the name of a host must be exactly equal}
     *
     * @param pattern the name in the certificate
     * @param name the name of the host, which may end with a dot
     */
    public static boolean matches(String pattern, String name) {
        String wanted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (!isHostName(wanted)
                || !isHostName(pattern) && !WILDCARD.matcher(pattern).matches()) {
            return !name.isEmpty() && !name.equals(".") && lowerCase(pattern).equals(lowerCase(name));
        }
        int dot = pattern.startsWith("*") ? wanted.indexOf('.') : 0;
        return dot >= 0
                && lowerCase(pattern.startsWith("*") ? pattern.substring(1) : pattern)
                        .equals(lowerCase(wanted.substring(dot)));
    }

    /** Only of letters in ASCII: others have lower-case letters in ASCII, too, such as the Kelvin sign. */
    private static String lowerCase(String text) {
        return text.chars()
                .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
