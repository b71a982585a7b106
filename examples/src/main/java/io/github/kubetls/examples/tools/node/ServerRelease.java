package io.github.kubetls.examples.tools.node;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.ApiException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The release whose kubelet a node asks as: one that fits the server, as signers before 1.27 want other usages. */
final class ServerRelease {

    private final Journal journal;
    private volatile @Nullable KubernetesRelease known;

    /**
     * Begins with nothing known, or with a choice.
     *
     * @param chosen  the release; null for that of the server
     * @param journal takes what happens
     */
    ServerRelease(@Nullable KubernetesRelease chosen, Journal journal) {
        this.known = chosen;
        this.journal = journal;
    }

    /**
     * Asks the server, if it has not answered before.
     *
     * @param client the connection
     * @return the release, the latest when the server does not tell its own
     */
    KubernetesRelease ask(ApiClient client) throws IOException, InterruptedException {
        KubernetesRelease release = known;
        if (release != null) {
            return release;
        }
        try {
            release = KubernetesRelease.parse(
                    client.get("/version").path("gitVersion").asText());
            known = release;
            return release;
        } catch (InvalidFormatException e) {
            journal.warn("the version of the server " + e.rule());
        } catch (ApiException e) {
            if (!Requester.isRefusal(e)) {
                throw e;
            }
            journal.warn("the server does not tell its version: " + e.getMessage());
        }
        return KubernetesRelease.latest();
    }
}
