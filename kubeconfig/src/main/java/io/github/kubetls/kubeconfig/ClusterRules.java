package io.github.kubetls.kubeconfig;

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
            errors.add(
                    "SERVER_MISSING",
                    at + ".server",
                    name.isEmpty()
                            ? "default cluster has no server defined"
                            : "no server found for cluster " + GoText.quote(name),
                    "set server");
        }
        cluster.proxyUrl().ifPresent(url -> proxy(errors, at, name, url));
        if (cluster.certificateAuthority().orElse(null) instanceof PemSource.Both) {
            errors.add(
                    "FILE_AND_DATA_CONFLICTING",
                    at + ".certificate-authority",
                    "certificate-authority-data and certificate-authority are both specified for " + name
                            + ". certificate-authority-data will override.",
                    "remove one of the two");
        }
        errors.readable(
                at,
                "certificate-authority",
                "unable to read certificate-authority",
                name,
                ConfigPaths.resolved(cluster).certificateAuthority());
    }

    private static void proxy(ValidationErrors errors, String at, String name, String url) {
        Optional<GoUrl> parsed = GoUrl.parse(url);
        if (parsed.isPresent() && PROXY_SCHEMES.contains(parsed.get().scheme())) {
            return;
        }
        String shown = UrlText.withRedactedUser(url);
        String reason = parsed.map(GoUrl::scheme)
                .map(scheme -> "unsupported scheme " + GoText.quote(scheme) + ", must be http, https, or socks5")
                .orElse("could not parse: " + shown);
        errors.add(
                "PROXY_URL_INVALID",
                at + ".proxy-url",
                "invalid 'proxy-url' " + GoText.quote(shown) + " for cluster " + GoText.quote(name) + ": " + reason,
                "write a URL such as http://proxy.example.com:3128");
    }
}
