package io.github.kubetls.examples.tools.node;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.discovery.DiscoveredCluster;
import io.github.kubetls.discovery.DiscoverySettings;
import io.github.kubetls.discovery.DiscoveryStep;
import io.github.kubetls.discovery.DiscoveryStep.FetchFailure;
import io.github.kubetls.discovery.DiscoveryStep.Trust;
import io.github.kubetls.discovery.FileDiscovery;
import io.github.kubetls.discovery.TokenDiscovery;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds the cluster that a node is to join, as {@code kubeadm join} does: the library says what to ask for, whom to trust and
 * what to make of the answer, and this class asks.
 */
public final class ClusterDiscovery {

    private static final AuthInfo NOBODY = AuthInfo.builder().build();

    private final DiscoveryStep first;
    private final AuthInfo user;
    private final Optional<BootstrapToken> joinToken;

    private ClusterDiscovery(DiscoveryStep first, AuthInfo user, Optional<BootstrapToken> joinToken) {
        this.first = first;
        this.user = user;
        this.joinToken = joinToken;
    }

    /**
     * Discovery by what a bootstrap token has signed.
     *
     * @param settings endpoint, tokens and pins
     * @return the discovery, whose time begins now
     * @throws InvalidFormatException when the settings make no sense
     */
    public static ClusterDiscovery byToken(DiscoverySettings settings) {
        TokenDiscovery discovery = settings.tokenDiscovery();
        return new ClusterDiscovery(discovery.begin(Instant.now()), NOBODY, settings.tlsBootstrapToken());
    }

    /**
     * Discovery by a kubeconfig that the administrator has handed to the node.
     *
     * @param file     the kubeconfig
     * @param settings the token to join with, if it is to be one, and the timeout
     * @return the discovery, whose time begins now
     * @throws IOException            when a file cannot be read
     * @throws InvalidFormatException when it is no kubeconfig to find a cluster by
     */
    public static ClusterDiscovery byFile(Path file, DiscoverySettings settings) throws IOException {
        DiscoveryStep first = FileDiscovery.read(file).begin(settings.timeout(), Instant.now());
        AuthInfo user = Kubeconfig.read(file).currentUser().orElse(NOBODY);
        return new ClusterDiscovery(first, user, settings.tlsBootstrapToken());
    }

    /** Finds the cluster, and returns the kubeconfig to join it with. */
    Kubeconfig joinKubeconfig(Journal journal) throws InterruptedException {
        DiscoveryStep step = first;
        while (step instanceof DiscoveryStep.Fetch fetch) {
            TimeUnit.MILLISECONDS.sleep(fetch.delay().toMillis());
            step = answer(fetch, journal);
        }
        if (step instanceof DiscoveryStep.Discovered discovered) {
            DiscoveredCluster cluster = discovered.cluster();
            journal.tell("Discovered the cluster at " + cluster.server());
            return joinToken.map(cluster::joinKubeconfig).orElseGet(cluster::joinKubeconfig);
        }
        throw new ProgramException("the cluster is not discovered: " + ((DiscoveryStep.Failed) step).message());
    }

    private DiscoveryStep answer(DiscoveryStep.Fetch fetch, Journal journal) throws InterruptedException {
        try {
            String body =
                    client(fetch).get(fetch.url().getRawPath(), fetch.timeout()).toString();
            return fetch.received(ClusterInfo.parse(body), Instant.now());
        } catch (InvalidFormatException e) {
            return failed(fetch, FetchFailure.unreadable(), e, journal);
        } catch (ApiException e) {
            return failed(fetch, FetchFailure.status(e.httpStatus()), e, journal);
        } catch (IOException e) {
            return failed(fetch, FetchFailure.unreachable(), e, journal);
        }
    }

    private static DiscoveryStep failed(
            DiscoveryStep.Fetch fetch, FetchFailure failure, Exception reason, Journal journal) {
        journal.warn("no cluster-info: " + Program.describe(reason));
        return fetch.failed(failure, Instant.now());
    }

    private ApiClient client(DiscoveryStep.Fetch fetch) throws IOException {
        URI url = fetch.url();
        Cluster.Builder server = Cluster.builder(url.getScheme() + "://" + url.getRawAuthority());
        if (fetch.trust() instanceof Trust.Unverified) {
            server.insecureSkipTlsVerify(true);
        } else if (fetch.trust() instanceof Trust.CertificateAuthorities trusted) {
            server.certificateAuthority(PemSource.inline(Pem.write(trusted.certificates())));
        }
        Kubeconfig connection =
                Kubeconfig.of("cluster", server.build(), "user", fetch.isAuthenticated() ? user : NOBODY);
        return ApiClient.of(ClientConfig.of(connection), NodeConnections.USER_AGENT);
    }
}
