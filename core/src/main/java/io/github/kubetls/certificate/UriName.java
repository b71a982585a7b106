package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.text.GoText;
import java.util.Locale;

/**
 * A URI in a subject alternative name, as Kubernetes reads it and writes it anew when it issues a certificate (RFC 3986 with
 * Go's deviations). {@code java.net.URI} refuses other texts and keeps the spelling.
 */
final class UriName {

    /** Where in a URI a character stands decides whether it must be escaped. */
    private enum Part {
        PATH,
        HOST,
        ZONE,
        USER,
        FRAGMENT
    }

    /** A text that is no URI. */
    private static final class Illegal extends Exception {
        private static final long serialVersionUID = 1L;

        Illegal(String message) {
            super(message);
        }
    }

    private String scheme = "";
    private String opaque = "";
    private String user = "";
    private boolean hasUser;
    private String host = "";
    private String path = "";
    private String rawPath = "";
    private boolean omitHost;
    private boolean forceQuery;
    private String query = "";
    private String fragment = "";
    private String rawFragment = "";

    private UriName() {}

    /** Checks a URI of ASCII characters and writes it in the form that an issued certificate has. */
    static String normalize(String text) throws MalformedDer {
        UriName uri = new UriName();
        int hash = text.indexOf('#');
        String withoutFragment = hash < 0 ? text : text.substring(0, hash);
        try {
            uri.read(withoutFragment);
        } catch (Illegal e) {
            throw malformed(text, "parse " + GoText.quote(withoutFragment) + ": " + e.getMessage());
        }
        try {
            uri.readFragment(hash < 0 ? "" : text.substring(hash + 1));
        } catch (Illegal e) {
            throw malformed(text, "parse " + GoText.quote(text) + ": " + e.getMessage());
        }
        if (!isDomain(uri.host)) {
            throw malformed(text, "invalid domain");
        }
        return uri.write();
    }

    private static MalformedDer malformed(String text, String why) {
        return new MalformedDer("x509: cannot parse URI " + GoText.quote(text) + ": " + why);
    }

    private void read(String text) throws Illegal {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new Illegal("net/url: invalid control character in URL");
        }
        if (text.equals("*")) {
            path = "*";
            rawPath = "*";
            return;
        }
        String rest = readQuery(readScheme(text));
        if (!rest.startsWith("/")) {
            if (!scheme.isEmpty()) {
                opaque = rest;
                return;
            }
            if (hasColonInFirstSegment(rest)) {
                throw new Illegal("first path segment in URL cannot contain colon");
            }
        }
        if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
            int slash = rest.indexOf('/', 2);
            readAuthority(slash < 0 ? rest.substring(2) : rest.substring(2, slash));
            rest = slash < 0 ? "" : rest.substring(slash);
        } else if (!scheme.isEmpty() && rest.startsWith("/")) {
            omitHost = true;
        }
        path = unescape(rest, Part.PATH);
        rawPath = rest;
    }

    private String readScheme(String text) throws Illegal {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean later = c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
            if (c == ':') {
                if (i == 0) {
                    throw new Illegal("missing protocol scheme");
                }
                scheme = text.substring(0, i).toLowerCase(Locale.ROOT);
                return text.substring(i + 1);
            }
            if (!letter && (!later || i == 0)) {
                break;
            }
        }
        return text;
    }

    private String readQuery(String text) {
        int mark = text.indexOf('?');
        if (mark < 0) {
            return text;
        }
        forceQuery = mark == text.length() - 1;
        query = text.substring(mark + 1);
        return text.substring(0, mark);
    }

    private static boolean hasColonInFirstSegment(String text) {
        int slash = text.indexOf('/');
        return (slash < 0 ? text : text.substring(0, slash)).indexOf(':') >= 0;
    }

    private void readAuthority(String authority) throws Illegal {
        int at = authority.lastIndexOf('@');
        host = readHost(authority.substring(at + 1));
        if (at < 0) {
            return;
        }
        String info = authority.substring(0, at);
        if (!info.chars().allMatch(c -> isAlphanumeric(c) || "-._:~!$&'()*+,;=%@".indexOf(c) >= 0)) {
            throw new Illegal("net/url: invalid userinfo");
        }
        hasUser = true;
        int colon = info.indexOf(':');
        String name = unescape(colon < 0 ? info : info.substring(0, colon), Part.USER);
        user = escape(name, Part.USER);
        if (colon >= 0) {
            user += ":" + escape(unescape(info.substring(colon + 1), Part.USER), Part.USER);
        }
    }

    private static String readHost(String text) throws Illegal {
        if (text.startsWith("[")) {
            int bracket = text.lastIndexOf(']');
            if (bracket < 0) {
                throw new Illegal("missing ']' in host");
            }
            checkPort(text.substring(bracket + 1));
            int zone = text.substring(0, bracket).indexOf("%25");
            if (zone >= 0) {
                return unescape(text.substring(0, zone), Part.HOST)
                        + unescape(text.substring(zone, bracket), Part.ZONE)
                        + unescape(text.substring(bracket), Part.HOST);
            }
        } else if (text.indexOf(':') >= 0) {
            checkPort(text.substring(text.lastIndexOf(':')));
        }
        return unescape(text, Part.HOST);
    }

    private static void checkPort(String text) throws Illegal {
        boolean port =
                text.isEmpty() || text.charAt(0) == ':' && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        if (!port) {
            throw new Illegal("invalid port " + GoText.quote(text) + " after host");
        }
    }

    private void readFragment(String text) throws Illegal {
        fragment = unescape(text, Part.FRAGMENT);
        rawFragment = text;
    }

    private String write() {
        StringBuilder text = new StringBuilder();
        if (!scheme.isEmpty()) {
            text.append(scheme).append(':');
        }
        if (!opaque.isEmpty()) {
            text.append(opaque);
        } else {
            writeHierarchy(text);
        }
        if (forceQuery || !query.isEmpty()) {
            text.append('?').append(query);
        }
        if (!fragment.isEmpty()) {
            text.append('#').append(escapedOrRaw(fragment, rawFragment, Part.FRAGMENT));
        }
        return text.toString();
    }

    private void writeHierarchy(StringBuilder text) {
        boolean authority = !host.isEmpty() || hasUser;
        if ((!scheme.isEmpty() || authority) && !(omitHost && !authority)) {
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
        if (valid) {
            return raw;
        }
        return part == Part.PATH && value.equals("*") ? "*" : escape(value, part);
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
    private static String unescape(String value, Part part) throws Illegal {
        StringBuilder text = new StringBuilder();
        boolean inHost = part == Part.HOST || part == Part.ZONE;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%') {
                text.append((char) octet(value, i, part));
                i += 2;
            } else if (inHost && c != '+' && c < 0x80 && mustEscape(c, part)) {
                throw new Illegal("invalid character " + GoText.quote(Character.toString(c)) + " in host name");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static int octet(String value, int at, Part part) throws Illegal {
        String escape = value.substring(at, Math.min(at + 3, value.length()));
        if (escape.length() < 3
                || Character.digit(escape.charAt(1), 16) < 0
                || Character.digit(escape.charAt(2), 16) < 0) {
            throw new Illegal("invalid URL escape " + GoText.quote(escape));
        }
        int octet = Integer.parseInt(escape.substring(1), 16);
        boolean percent = escape.equals("%25");
        if (part == Part.HOST && octet < 0x80 && !percent
                || part == Part.ZONE && !percent && octet != ' ' && mustEscape(octet, Part.HOST)) {
            throw new Illegal("invalid URL escape " + GoText.quote(escape));
        }
        return octet;
    }

    /** Labels of printable ASCII without blanks, none of them empty. */
    static boolean isDomain(String host) {
        if (host.isEmpty()) {
            return true;
        }
        for (String label : host.split("\\.", -1)) {
            if (label.isEmpty() || !label.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                return false;
            }
        }
        return true;
    }
}
