package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.internal.text.Invisible;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a discovery document is, as {@code kubeadm join --discovery-file} takes it: a file, or an https URL.
 *
 * <pre>{@code
 * if (DocumentLocation.parse(settings.file().orElseThrow()) instanceof DocumentLocation.File local) {
 *     FileDiscovery discovery = FileDiscovery.read(local.path());
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/#file-or-https-based-discovery">File or
 *     HTTPS-based discovery</a>
 */
public sealed interface DocumentLocation {

    /**
     * On disk.
     *
     * @param path the file
     */
    record File(Path path) implements DocumentLocation {}

    /**
     * On a web server whose certificate a CA of the system vouches for.
     *
     * @param url the URL, with scheme {@code https}
     */
    record Https(URI url) implements DocumentLocation {

        /** Scheme, host and port: the rest may hold a secret. */
        @Override
        public String toString() {
            return "Https[" + UrlText.shown(url.toString()) + "]";
        }
    }

    /**
     * Reads a location.
     *
     * @param text a path, an {@code https} URL, or a {@code file} URL, of which the path is taken
     * @return the location
     * @throws InvalidFormatException with code {@code SETTINGS_INVALID} when it is a URL with another scheme, or neither
     */
    static DocumentLocation parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        try {
            if (!scheme.matches("[a-z][a-z0-9+.-]*")) {
                if (text.isEmpty()) {
                    throw invalid(text);
                }
                return new File(Path.of(text));
            }
            if (!scheme.equals("https") && !scheme.equals("file")) {
                throw new InvalidFormatException(
                        "SETTINGS_INVALID", Location.none(), "if a URL is used, the scheme must be https");
            }
            URI url = new URI(text);
            if (scheme.equals("https") && url.getHost() != null) {
                return new Https(url);
            }
            if (scheme.equals("file") && url.getPath() != null) {
                return new File(Path.of(url.getPath()));
            }
            throw invalid(text);
        } catch (URISyntaxException | InvalidPathException e) {
            // The message of either would quote the text.
            throw invalid(text);
        }
    }

    private static InvalidFormatException invalid(String text) {
        return new InvalidFormatException(
                "SETTINGS_INVALID", Location.none(), DiscoverySettings.NEITHER + Invisible.hint(text));
    }
}
