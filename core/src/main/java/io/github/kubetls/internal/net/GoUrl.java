package io.github.kubetls.internal.net;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL as Go reads it (RFC 3986 with Go's deviations): kubeconfigs and the URIs of certificates are judged by it.
 * {@link java.net.URI} refuses other texts and keeps the spelling.
 */
public final class GoUrl {

    /** Where in a URL a character stands decides whether it must be escaped. */
    private enum Part {
        PATH,
        HOST,
        ZONE,
        USER,
        FRAGMENT
    }

    /** A text that is no URL; the message is Go's and quotes the text. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private final String scheme;
    private final String opaque;
    private final boolean hasUser;
    private final String user;
    private final String rawHost;
    private final String host;
    private final String rawPath;
    private final String path;
    private final boolean omitsHost;
    private final String query;
    private final String rawFragment;
    private final String fragment;

    private GoUrl(String text, String rawFragment, KubernetesRelease release) throws Malformed {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new Malformed("net/url: invalid control character in URL");
        }
        int colon = schemeEnd(text);
        this.scheme = text.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
        int mark = text.indexOf('?', colon + 1);
        this.query = mark < 0 ? "" : text.substring(mark);
        String rest = text.substring(colon + 1, mark < 0 ? text.length() : mark);
        this.opaque = scheme.isEmpty() || rest.startsWith("/") ? "" : rest;
        if (scheme.isEmpty() && hasColonInFirstSegment(rest)) {
            throw new Malformed("first path segment in URL cannot contain colon");
        }
        boolean hasAuthority = rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"));
        int slash = hasAuthority ? rest.indexOf('/', 2) : 0;
        int authorityEnd = slash < 0 ? rest.length() : slash;
        String authority = hasAuthority ? rest.substring(2, authorityEnd) : "";
        int at = authority.lastIndexOf('@');
        this.rawHost = authority.substring(at + 1);
        this.host = host(scheme, rawHost, release);
        this.hasUser = at >= 0;
        this.user = user(authority.substring(0, Math.max(at, 0)));
        this.omitsHost = !hasAuthority && !scheme.isEmpty();
        this.rawPath = opaque.isEmpty() ? rest.substring(authorityEnd) : "";
        this.path = unescape(rawPath, Part.PATH);
        this.rawFragment = rawFragment;
        this.fragment = unescape(rawFragment, Part.FRAGMENT);
    }

    /**
     * {@return the URL of a text}
     *
     * @throws Malformed when Go would refuse the text
     */
    public static GoUrl read(String text) throws Malformed {
        return read(text, KubernetesRelease.latest());
    }

    /**
     * {@return the URL of a text, as a release reads it: hosts were checked less before 1.36}
     *
     * @param text    the text
     * @param release the release
     * @throws Malformed when Go would refuse the text
     */
    public static GoUrl read(String text, KubernetesRelease release) throws Malformed {
        int hash = text.indexOf('#');
        String url = hash < 0 ? text : text.substring(0, hash);
        String shown = url;
        try {
            GoUrl withoutFragment = new GoUrl(url, "", release);
            shown = text;
            return hash < 0 ? withoutFragment : new GoUrl(url, text.substring(hash + 1), release);
        } catch (Malformed e) {
            throw new Malformed("parse " + GoText.quote(shown) + ": " + e.getMessage());
        }
    }

    /** {@return the URL of a text, or empty when Go would refuse it} */
    public static Optional<GoUrl> parse(String text) {
        try {
            return Optional.of(read(text));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** {@return the scheme in lower case; empty when there is none} */
    public String scheme() {
        return scheme;
    }

    /** {@return host and port as written, or empty} */
    public String host() {
        return rawHost;
    }

    /** {@return the host as written, without its port, and without the brackets of an IPv6 address} */
    public String hostName() {
        String name = rawHost.substring(0, rawHost.length() - portText(rawHost).length());
        return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }

    /** {@return the port; empty when there is none} */
    public String port() {
        String port = portText(rawHost);
        return port.isEmpty() ? "" : port.substring(1);
    }

    /** {@return the path as written} */
    public String path() {
        return rawPath;
    }

    /** {@return whether the host, together with its port, is one that a certificate may have: see {@link HostNames#isDomain}} */
    public boolean hasDomain() {
        return HostNames.isDomain(host);
    }

    /** Where the colon after a scheme is: -1 when there is no scheme. */
    private static int schemeEnd(String text) throws Malformed {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (c == ':') {
                if (i == 0) {
                    throw new Malformed("missing protocol scheme");
                }
                return i;
            }
            boolean letter = isAlphanumeric(c) && !digit;
            if (!letter && (i == 0 || !digit && "+-.".indexOf(c) < 0)) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean hasColonInFirstSegment(String text) {
        int slash = text.indexOf('/');
        return (slash < 0 ? text : text.substring(0, slash)).indexOf(':') >= 0;
    }

    /** User information as Go writes it anew. */
    private static String user(String text) throws Malformed {
        if (!text.chars().allMatch(c -> isAlphanumeric(c) || "-._:~!$&'()*+,;=%@".indexOf(c) >= 0)) {
            throw new Malformed("net/url: invalid userinfo");
        }
        int colon = text.indexOf(':');
        String name = escape(unescape(colon < 0 ? text : text.substring(0, colon), Part.USER), Part.USER);
        return colon < 0 ? name : name + ":" + escape(unescape(text.substring(colon + 1), Part.USER), Part.USER);
    }

    private static String host(String scheme, String text, KubernetesRelease release) throws Malformed {
        boolean onlyIpv6 = Feature.URL_BRACKETS_STRICT.in(release);
        int bracket = onlyIpv6 || text.startsWith("[") ? text.lastIndexOf('[') : -1;
        if (bracket > 0 && onlyIpv6) {
            throw new Malformed("invalid IP-literal");
        }
        if (bracket >= 0 && text.indexOf(']') < 0) {
            throw new Malformed("missing ']' in host");
        }
        // Other schemes may have lists of hosts with ports.
        boolean oneColon = Feature.URL_COLONS_STRICT.in(release)
                && bracket < 0
                && (scheme.equals("http") || scheme.equals("https"));
        String port = oneColon && text.indexOf(':') >= 0 ? text.substring(text.indexOf(':')) : portText(text);
        if (!port.isEmpty() && (port.charAt(0) != ':' || !port.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'))) {
            throw new Malformed("invalid port " + GoText.quote(port) + " after host");
        }
        if (bracket < 0) {
            return unescape(text, Part.HOST);
        }
        String address = unescapeZone(text.substring(1, text.lastIndexOf(']')));
        if (onlyIpv6) {
            checkIpv6(address);
        }
        return "[" + address + "]" + port;
    }

    /** What follows a host: behind the bracket, or from the last colon on. */
    private static String portText(String host) {
        int end = host.startsWith("[") ? host.lastIndexOf(']') + 1 : host.lastIndexOf(':');
        return end < 0 ? "" : host.substring(end);
    }

    /** What stands in brackets, where a zone may be escaped. */
    private static String unescapeZone(String text) throws Malformed {
        int zone = text.indexOf("%25");
        return zone < 0
                ? unescape(text, Part.HOST)
                : unescape(text.substring(0, zone), Part.HOST) + unescape(text.substring(zone), Part.ZONE);
    }

    private static void checkIpv6(String address) throws Malformed {
        if (IpText.parse(address).isPresent() && address.indexOf(':') < 0) {
            throw new Malformed("invalid IP-literal");
        }
        if (!IpText.isIpv6(address)) {
            throw new Malformed("invalid host: ParseAddr(" + GoText.quote(address) + "): unable to parse IP");
        }
    }

    /** The URL as Go writes it: certificates are issued with it. Only for a URL of ASCII characters. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!scheme.isEmpty()) {
            text.append(scheme).append(':');
        }
        text.append(opaque);
        if (opaque.isEmpty()) {
            writeHierarchy(text);
        }
        text.append(query);
        if (!fragment.isEmpty()) {
            text.append('#').append(escapedOrRaw(fragment, rawFragment, Part.FRAGMENT));
        }
        return text.toString();
    }

    private void writeHierarchy(StringBuilder text) {
        boolean authority = !host.isEmpty() || hasUser;
        if ((!scheme.isEmpty() || authority) && !(omitsHost && !authority)) {
            text.append(authority || !path.isEmpty() ? "//" : "");
            text.append(hasUser ? user + "@" : "").append(escape(host, Part.HOST));
        }
        String escaped = escapedOrRaw(path, rawPath, Part.PATH);
        if (!escaped.isEmpty() && escaped.charAt(0) != '/' && !host.isEmpty()) {
            text.append('/');
        }
        if (text.isEmpty() && hasColonInFirstSegment(escaped)) {
            text.append("./");
        }
        text.append(escaped);
    }

    /** The spelling of the input where it is a valid one. */
    private static String escapedOrRaw(String value, String raw, Part part) {
        boolean valid = raw.chars().allMatch(c -> "!$&'()*+,;=:@[]%".indexOf(c) >= 0 || !mustEscape(c, part));
        return valid ? raw : escape(value, part);
    }

    private static boolean isAlphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean mustEscape(int c, Part part) {
        if (isAlphanumeric(c) || "-_.~".indexOf(c) >= 0) {
            return false;
        }
        return switch (part) {
            case HOST, ZONE -> "!$&'()*+,;=:[]<>\"".indexOf(c) < 0;
            case PATH -> "$&+,/:;=@".indexOf(c) < 0;
            case USER -> "$&+,;=".indexOf(c) < 0;
            case FRAGMENT -> "$&+,/:;=?@!()*".indexOf(c) < 0;
        };
    }

    private static String escape(String value, Part part) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append(mustEscape(c, part) ? "%%%02X".formatted((int) c) : c);
        }
        return text.toString();
    }

    /** Decodes escapes to characters that stand for one byte each. */
    private static String unescape(String value, Part part) throws Malformed {
        StringBuilder text = new StringBuilder();
        boolean inHost = part == Part.HOST || part == Part.ZONE;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%') {
                text.append((char) octet(value, i, part));
                i += 2;
            } else if (inHost && c < 0x80 && mustEscape(c, part)) {
                throw new Malformed("invalid character " + GoText.quote(Character.toString(c)) + " in host name");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static int octet(String value, int at, Part part) throws Malformed {
        String escape = value.substring(at, Math.min(at + 3, value.length()));
        if (!escape.matches("%[0-9A-Fa-f]{2}")) {
            throw new Malformed("invalid URL escape " + GoText.quote(escape));
        }
        int octet = Integer.parseInt(escape.substring(1), 16);
        boolean percent = octet == '%';
        if (part == Part.HOST && octet < 0x80 && !percent
                || part == Part.ZONE && !percent && octet != ' ' && mustEscape(octet, Part.HOST)) {
            throw new Malformed("invalid URL escape " + GoText.quote(escape));
        }
        return octet;
    }
}
