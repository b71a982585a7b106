package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host and port of an API server, read more strictly than kubeadm does, which takes an empty host or a port in words. */
record Endpoint(String host, int port) {

    private static final int HTTPS_PORT = 443;
    private static final int LARGEST_PORT = 65535;
    private static final String HOST =
            "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,32})?]";
    private static final Pattern ENDPOINT = Pattern.compile("(" + HOST + "):([0-9]{1,5})");
    private static final Pattern URL = Pattern.compile("(?i:https)://(" + HOST + ")(?::([0-9]{1,5}))?/?");

    /** Reads {@code host:port}, with an IPv6 address in brackets. */
    static Endpoint parse(String text, String location) {
        Matcher parts = ENDPOINT.matcher(text);
        if (!parts.matches()) {
            String hint = text.toLowerCase(Locale.ROOT).startsWith("https://") ? "; leave https:// out" : "";
            throw invalid(location, "is not host:port" + hint + (text.isEmpty() ? ": it is empty" : ""));
        }
        return new Endpoint(parts.group(1), port(parts.group(2), location));
    }

    /** Reads the URL of an API server, or {@code host:port}; a URL without a port means 443. */
    static Endpoint ofServer(String server, String location) {
        Matcher parts = URL.matcher(server);
        if (!parts.matches()) {
            return parse(server, location);
        }
        return new Endpoint(parts.group(1), parts.group(2) == null ? HTTPS_PORT : port(parts.group(2), location));
    }

    private static int port(String digits, String location) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > LARGEST_PORT) {
            throw invalid(location, "has a port outside 1 to 65535");
        }
        return port;
    }

    private static InvalidFormatException invalid(String location, String rule) {
        return new InvalidFormatException("SETTINGS_INVALID", location, "the API server's endpoint " + rule);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
