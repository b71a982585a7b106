package io.github.kubetls.kubeconfig;

import io.github.kubetls.Location;
import io.github.kubetls.internal.net.GoUrl;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.internal.text.GoText;
import java.util.Optional;
import java.util.Set;

/** What clientcmd's validation asks of a cluster. */
final class ClusterRules {

    private static final Set<String> PROXY_SCHEMES = Set.of("http", "https", "socks5");

    private ClusterRules() {}

    static void check(ValidationErrors errors, String name, Cluster cluster) {
        String at = "clusters[" + name + "]";
        if (cluster.server().isEmpty()) {
            errors.missing(
                    "SERVER_MISSING",
                    cluster.location(at, "server"),
                    name.isEmpty()
                            ? "default cluster has no server defined"
                            : "no server found for cluster " + GoText.quote(name),
                    "set server");
        }
        cluster.proxyUrl().ifPresent(url -> proxy(errors, cluster.location(at, "proxy-url"), name, url));
        Location authority = cluster.location(at, "certificate-authority");
        if (cluster.certificateAuthority().orElse(null) instanceof PemSource.Both) {
            errors.excluded(
                    "FILE_AND_DATA_CONFLICTING",
                    authority,
                    "certificate-authority-data and certificate-authority are both specified for " + name
                            + ". certificate-authority-data will override.",
                    "remove one of the two");
        }
        errors.readable(
                authority,
                "unable to read certificate-authority",
                name,
                ConfigPaths.resolved(cluster).certificateAuthority());
    }

    private static void proxy(ValidationErrors errors, Location at, String name, String url) {
        Optional<GoUrl> parsed = GoUrl.parse(url);
        if (parsed.isPresent() && PROXY_SCHEMES.contains(parsed.get().scheme())) {
            return;
        }
        String shown = UrlText.withRedactedUser(url);
        String reason = parsed.map(GoUrl::scheme)
                .map(scheme -> "unsupported scheme " + GoText.quote(scheme) + ", must be http, https, or socks5")
                .orElse("could not parse: " + shown);
        errors.invalid(
                "PROXY_URL_INVALID",
                at,
                "invalid 'proxy-url' " + GoText.quote(shown) + " for cluster " + GoText.quote(name) + ": " + reason,
                "write a URL such as http://proxy.example.com:3128");
    }
}
