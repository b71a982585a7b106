package io.github.kubetls.internal.net;

import io.github.kubetls.internal.text.Invisible;
import java.util.Optional;
import java.util.regex.Pattern;

/** URLs as texts, which need not be well-formed. */
public final class UrlText {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._%:\\[\\]-]++");
    private static final Pattern HOST_PORT = Pattern.compile("(?:[A-Za-z0-9._-]++|\\[[0-9A-Fa-f:.%]++\\]):[0-9]{1,5}");

    private UrlText() {}

    /**
     * {@return a URL, or host and port, with brackets around an IPv6 address that has none: what stands behind its last colon
     * is the port, as client-go connects; any other text as it is}
     */
    public static String bracketed(String url) {
        int scheme = url.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        start = Math.max(start, url.lastIndexOf('@', end - 1) + 1);
        int port = url.lastIndexOf(':', end - 1);
        if (port <= start || !IpText.isIpv6(url.substring(start, port).replace("%25", "%"))) {
            return url;
        }
        return url.substring(0, start) + "[" + url.substring(start, port) + "]" + url.substring(port);
    }

    /** {@return the URL of an API server, as client-go connects to it; empty when it does not} */
    public static Optional<GoUrl> server(String text) {
        String server = bracketed(text);
        Optional<GoUrl> complete = GoUrl.parse(server)
                .filter(url -> !url.scheme().isEmpty() && !url.host().isEmpty());
        return complete.isPresent()
                ? complete
                : GoUrl.parse("http://" + server)
                        .filter(url -> url.path().isEmpty() || url.path().equals("/"))
                        .filter(url -> !url.host().isEmpty());
    }

    /** {@return what is to be said of a text that is not the URL of an API server} */
    public static String defectOfServer(String text) {
        int start = text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3;
        int slash = text.indexOf('/', start);
        String authority = text.substring(start, slash < 0 ? text.length() : slash);
        boolean colons = authority.indexOf(':') != authority.lastIndexOf(':') && authority.indexOf('[') < 0;
        return "host must be a URL or a host:port pair"
                + (colons ? "; an IPv6 address needs brackets, as in https://[fd00::1]:6443" : "")
                + Invisible.hint(text);
    }

    /**
     * {@return what may be shown of a URL: its scheme, host and port, or host and port without a scheme; of a text that is
     * neither, that it is none} What else is there may be a secret.
     */
    public static String shown(String url) {
        String text = bracketed(url);
        return GoUrl.parse(text)
                .filter(parsed -> !parsed.scheme().isEmpty()
                        && HOST.matcher(parsed.host()).matches())
                .map(parsed -> parsed.scheme() + "://" + parsed.host())
                .orElse(HOST_PORT.matcher(text).matches() ? text : text.isEmpty() ? "" : "<not a URL>");
    }

    /**
     * {@return a URL to show: with its user information, if there is any, replaced}
     */
    public static String withRedactedUser(String url) {
        int scheme = url.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int slash = url.indexOf('/', start);
        // Within the authority, or what someone took for it: a password with a slash must not get through.
        int at = url.lastIndexOf('@');
        boolean inPath = slash >= 0 && at > slash && url.substring(start, slash).indexOf(':') < 0;
        return at < start || inPath ? url : url.substring(0, start) + "REDACTED@" + url.substring(at + 1);
    }
}
