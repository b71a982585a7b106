package io.github.kubetls.examples.tools.node;

import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.discovery.KubeletBootstrap.Decision;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.BootstrapFirst;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.BootstrapInBackground;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.DeadEnd;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.UseKubeconfig;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A node that decides from its files whether to bootstrap, and then does what a kubelet does.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/">TLS bootstrapping</a>
 */
public final class Node {

    private final NodeFiles files;
    private final NodeSettings settings;
    private final Optional<ClusterDiscovery> discovery;
    private final Journal journal;

    /**
     * Prepares a node.
     *
     * @param files     its files
     * @param settings  what it is to do
     * @param discovery finds the cluster, and so the bootstrap kubeconfig, when the node has to bootstrap
     * @param journal   takes what happens
     */
    public Node(NodeFiles files, NodeSettings settings, Optional<ClusterDiscovery> discovery, Journal journal) {
        this.files = files;
        this.settings = settings;
        this.discovery = discovery;
        this.journal = journal;
    }

    /**
     * Gets the certificates that the node lacks, and renews them until it is interrupted if it is to.
     *
     * @throws IOException          when there is no certificate, or a file cannot be written
     * @throws InterruptedException when the thread is interrupted
     * @throws ProgramException     when a kubelet would end
     */
    public void run() throws IOException, InterruptedException {
        Closeable lock = files.lock();
        try {
            Decision decision = files.decide(settings.rotate(), journal);
            if (discovery.isPresent() && !(decision instanceof UseKubeconfig)) {
                files.writeBootstrapKubeconfig(discovery.get().joinKubeconfig(journal));
                decision = files.decide(settings.rotate(), journal);
            }
            if (decision instanceof DeadEnd end) {
                throw new ProgramException(end.message());
            } else if (decision instanceof UseKubeconfig use) {
                useKubeconfig(use);
            } else if (decision instanceof BootstrapInBackground background) {
                bootstrapInBackground(background);
            } else if (decision instanceof BootstrapFirst first) {
                bootstrapFirst(first);
            }
        } finally {
            lock.close();
        }
    }

    private void useKubeconfig(UseKubeconfig decision) throws IOException, InterruptedException {
        journal.tell("Already bootstrapped: " + decision.reason());
        if (settings.rotate()) {
            NodeContext context = context(files.kubeconfig());
            ClientConfig config = context.connections().config();
            OwnedCertificate client = new OwnedCertificate(settings.client(), files.clientStore(config), context);
            rotate(new CertificateRenewal(client, client.start(NodeFiles.embeddedPair(config))), context);
        } else {
            requestServing();
        }
    }

    private void bootstrapInBackground(BootstrapInBackground decision) throws IOException, InterruptedException {
        journal.tell("Client rotation is on, will bootstrap in background: " + decision.reason());
        NodeContext context = context(files.bootstrapKubeconfig().orElseThrow());
        OwnedCertificate client = new OwnedCertificate(settings.client(), files.clientStore(), context);
        files.writeKubeconfig(context.connections().config().cluster());
        rotate(new CertificateRenewal(client, client.start(Optional.empty())), context);
    }

    private void bootstrapFirst(BootstrapFirst decision) throws IOException, InterruptedException {
        journal.tell("Bootstrapping: " + decision.reason());
        NodeContext context = context(files.bootstrapKubeconfig().orElseThrow());
        OwnedCertificate client = new OwnedCertificate(settings.client(), files.clientStore(), context);
        new ClientBootstrap(files, client).run(decision);
        journal.tell("Bootstrapped: " + files.kubeconfig());
        requestServing();
    }

    private NodeContext context(Path kubeconfig) {
        NodeConnections connections = new NodeConnections(kubeconfig, settings.signingCertificates());
        return new NodeContext(connections, journal, new ServerRelease(settings.release(), journal));
    }

    private void rotate(CertificateRenewal client, NodeContext context) throws IOException, InterruptedException {
        Optional<CertificateRenewal> serving = Optional.empty();
        if (settings.isServing()) {
            OwnedCertificate owned = new OwnedCertificate(settings.serving(), files.servingStore(), context);
            serving = Optional.of(new CertificateRenewal(owned, owned.start(Optional.empty())));
        }
        new NodeRotation(context.connections(), client).run(serving);
    }

    /** Requests a serving certificate as the node itself, unless there is a good one. */
    private void requestServing() throws IOException, InterruptedException {
        if (!settings.isServing()) {
            return;
        }
        NodeContext context = context(files.kubeconfig());
        OwnedCertificate serving = new OwnedCertificate(settings.serving(), files.servingStore(), context);
        boolean isGood = serving.start(Optional.empty())
                .current(Instant.now())
                .filter(pair -> serving.wanted().template().isSatisfiedBy(pair.certificate()))
                .isPresent();
        if (isGood) {
            journal.tell("The serving certificate is there already");
            return;
        }
        new PatientRequest(serving, context.connections().withGivenCredentials())
                .run(KeyAlgorithm.ECDSA_P256.generateKeyPair(), serving.wanted()::object);
    }
}
