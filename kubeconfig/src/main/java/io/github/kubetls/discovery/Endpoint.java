package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.net.GoUrl;
import io.github.kubetls.internal.net.HostPort;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.internal.text.Invisible;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Host and port of an API server, read more strictly than kubeadm does, which takes an empty host or a port in words. */
record Endpoint(HostPort value) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]{1,32})?");

    /** Reads {@code host:port}, with an IPv6 address in brackets. */
    static Endpoint parse(String text, Location location) {
        refuse(defect(text), location);
        return of(HostPort.parse(text).orElseThrow());
    }

    /** What is wrong with a text that should be {@code host:port}, without the text; empty when nothing is. */
    static Optional<String> defect(String text) {
        Optional<HostPort> parts = HostPort.parse(text).filter(Endpoint::isEndpoint);
        if (parts.isPresent()) {
            return defect(parts.get());
        }
        return Optional.of("the API server's endpoint is not host:port" + hint(text));
    }

    private static String hint(String text) {
        String scheme = text.toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return ": it is empty";
        }
        if (scheme.startsWith("https://") || scheme.startsWith("http://")) {
            return "; leave " + scheme.substring(0, scheme.indexOf("://") + 3) + " out";
        }
        if (IpText.isIpv6(text) || !UrlText.bracketed(text).equals(text)) {
            return "; an IPv6 address needs brackets, and a port behind them, as in [fd00::1]:6443";
        }
        String noPort = text.indexOf(':') < 0 && NAME.matcher(text).matches() ? "; the port is missing" : "";
        return noPort + Invisible.hint(text);
    }

    private static Optional<String> defect(HostPort parts) {
        return parts.portNumber().isPresent()
                ? Optional.empty()
                : Optional.of("the API server's endpoint has a port outside 1 to 65535");
    }

    /** Reads the URL of an API server, or {@code host:port}; a URL without a port means 443. */
    static Endpoint ofServer(String server, Location location) {
        Optional<HostPort> parts = GoUrl.parse(UrlText.bracketed(server))
                // Neither another scheme nor user information, a path, a query or a fragment.
                .filter(url -> ("https://" + url.host() + "/").startsWith(url.toString()))
                .map(url -> new HostPort(url.hostName(), url.port().isEmpty() ? "443" : url.port()))
                .filter(Endpoint::isEndpoint);
        if (parts.isEmpty()) {
            return parse(server, location);
        }
        refuse(defect(parts.get()), location);
        return of(parts.get());
    }

    private static boolean isEndpoint(HostPort parts) {
        boolean host = parts.host().indexOf(':') < 0
                ? NAME.matcher(parts.host()).matches()
                : IpText.isIpv6(parts.host()) && ADDRESS.matcher(parts.host()).matches();
        return host && parts.port().matches("[0-9]{1,5}");
    }

    private static void refuse(Optional<String> defect, Location location) {
        if (defect.isPresent()) {
            throw new InvalidFormatException("SETTINGS_INVALID", location, defect.get());
        }
    }

    private static Endpoint of(HostPort parts) {
        int port = parts.portNumber().orElseThrow();
        return new Endpoint(new HostPort(parts.host(), Integer.toString(port)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
