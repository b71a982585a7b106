package io.github.kubetls.internal.net;

import java.util.Locale;
import java.util.Optional;

/**
 * A URL as Go's parser takes it apart, which is more forgiving than {@link java.net.URI}: clientcmd judges {@code proxy-url}
 * and {@code server} by it.
 *
 * @param scheme the scheme in lower case; empty when there is none
 * @param opaque what follows a scheme without a slash
 * @param host   host and port, or empty
 * @param path   the path, not decoded
 */
public record GoUrl(String scheme, String opaque, String host, String path) {

    private static final String USER_PUNCTUATION = "-._:~!$&'()*+,;=%@";
    private static final String HOST_PUNCTUATION = "!$&'()*+,;=:[]<>\"-_.~";

    /**
     * Returns the host without its port, and without the brackets of an IPv6 address.
     *
     * @return the host
     */
    public String hostName() {
        int end = host.lastIndexOf(']');
        if (host.startsWith("[") && end > 0) {
            return host.substring(1, end);
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /**
     * Takes a text apart.
     *
     * @param text the text
     * @return the parts, or empty when Go would refuse the text
     */
    public static Optional<GoUrl> parse(String text) {
        int hash = text.indexOf('#');
        String url = hash < 0 ? text : text.substring(0, hash);
        if (url.chars().anyMatch(c -> c < 0x20 || c == 0x7f) || hash >= 0 && !isEscaped(text.substring(hash + 1))) {
            return Optional.empty();
        }
        int colon = schemeEnd(url);
        if (colon == 0) {
            return Optional.empty();
        }
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = url.substring(colon + 1);
        int query = rest.indexOf('?');
        return hierarchy(scheme, query < 0 ? rest : rest.substring(0, query));
    }

    /** Where the colon after a scheme is: -1 when there is no scheme. */
    private static int schemeEnd(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ':') {
                return i;
            }
            if (!isLetter(c) && (i == 0 || !isDigit(c) && "+-.".indexOf(c) < 0)) {
                return -1;
            }
        }
        return -1;
    }

    private static Optional<GoUrl> hierarchy(String scheme, String rest) {
        if (!rest.startsWith("/")) {
            if (!scheme.isEmpty()) {
                return Optional.of(new GoUrl(scheme, rest, "", ""));
            }
            String segment = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
            if (segment.indexOf(':') >= 0) {
                return Optional.empty();
            }
        }
        String host = "";
        String path = rest;
        if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
            int slash = rest.indexOf('/', 2);
            String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            path = slash < 0 ? "" : rest.substring(slash);
            int at = authority.lastIndexOf('@');
            host = authority.substring(at + 1);
            if (!isHost(host) || at >= 0 && !isUser(authority.substring(0, at))) {
                return Optional.empty();
            }
        }
        return isEscaped(path) ? Optional.of(new GoUrl(scheme, "", host, path)) : Optional.empty();
    }

    private static boolean isUser(String user) {
        return isEscaped(user)
                && user.chars().allMatch(c -> isLetter(c) || isDigit(c) || USER_PUNCTUATION.indexOf(c) >= 0);
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            int end = host.lastIndexOf(']');
            if (end < 0 || !isPort(host.substring(end + 1))) {
                return false;
            }
            int zone = host.substring(0, end).indexOf("%25");
            return zone < 0
                    ? isHostText(host, false)
                    : isHostText(host.substring(0, zone), false) && isHostText(host.substring(zone, end), true);
        }
        int colon = host.lastIndexOf(':');
        return (colon < 0 || isPort(host.substring(colon))) && isHostText(host, false);
    }

    private static boolean isPort(String port) {
        return port.isEmpty() || port.startsWith(":") && port.chars().skip(1).allMatch(GoUrl::isDigit);
    }

    /** In a host only bytes outside ASCII may be escaped; in a zone all that could stand there unescaped, and a space. */
    private static boolean isHostText(String text, boolean zone) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (!isEscape(text, i)) {
                    return false;
                }
                int value = Integer.parseInt(text, i + 1, i + 3, 16);
                boolean allowed =
                        zone ? value == '%' || value == ' ' || isHostByte(value) : value >= 0x80 || value == '%';
                if (!allowed) {
                    return false;
                }
                i += 2;
            } else if (c < 0x80 && !isHostByte(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHostByte(int c) {
        return isLetter(c) || isDigit(c) || HOST_PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isEscaped(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (!isEscape(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }

    private static boolean isHex(char c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
