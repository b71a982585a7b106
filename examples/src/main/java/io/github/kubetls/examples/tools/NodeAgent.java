package io.github.kubetls.examples.tools;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.NodeNames;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.node.ClusterDiscovery;
import io.github.kubetls.examples.tools.node.Node;
import io.github.kubetls.examples.tools.node.NodeFiles;
import io.github.kubetls.examples.tools.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Gets a node its certificates as a kubelet does: it bootstraps with the credentials of a bootstrap kubeconfig, and renews as
 * itself.
 */
@Command(
        name = "node-agent",
        description = "Gets a node its certificates as a kubelet does, and renews them with --rotate.",
        footer = {
            "",
            "A node with a kubeconfig whose client certificate has not expired is bootstrapped, and nothing is sent.",
            "Otherwise it has a bootstrap kubeconfig, or discovers the cluster to get one, as kubeadm join does.",
            "Exit codes: 0 the certificates are there, or stopped while rotating; 1 they are not, standard error says why;",
            "2 the options make no sense; 143 stopped before the certificates were there.",
        })
public final class NodeAgent implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DiscoveryOptions discovery = new DiscoveryOptions();

    @Option(
            names = "--bootstrap-kubeconfig",
            paramLabel = "FILE",
            description =
                    "Kubeconfig with the credentials for the first certificate. A discovery writes it (default then:"
                            + " bootstrap-kubelet.conf beside that of --kubeconfig).")
    private @Nullable Path bootstrapKubeconfig;

    @Option(
            names = "--kubeconfig",
            required = true,
            paramLabel = "FILE",
            description = "The node's kubeconfig, which is written when the node bootstraps.")
    private Path kubeconfig = Path.of("");

    @Option(
            names = "--cert-dir",
            required = true,
            paramLabel = "DIR",
            description = "Where keys and certificates are kept.")
    private Path certDir = Path.of("");

    @Option(names = "--node", required = true, paramLabel = "NAME", description = "The node's name.")
    private String node = "";

    @Option(names = "--rotate", description = "Stay, and renew the certificates until stopped.")
    private boolean rotate;

    @Option(
            names = "--serving",
            description = "Get a serving certificate too. Somebody has to approve its request: Kubernetes never does.")
    private boolean serving;

    @Option(
            names = "--node-ip",
            split = ",",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "The node's addresses, for the serving certificate (default: ${DEFAULT-VALUE}).")
    private List<String> nodeIps = List.of();

    @Option(
            names = "--cluster-signing-cert-file",
            paramLabel = "FILE",
            description = "CAs whose certificates the node takes (default: those of the kubeconfig).")
    private @Nullable Path signingCertificates;

    @Option(
            names = "--kubernetes-release",
            paramLabel = "RELEASE",
            description = "Ask as the kubelet of this release, such as 1.26 (default: that of the server).")
    private @Nullable String release;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    /**
     * Runs the agent.
     *
     * @param arguments the options, see {@code --help}
     */
    public static void main(String[] arguments) {
        Program.main(new NodeAgent(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        NodeSettings settings = settings();
        Optional<ClusterDiscovery> cluster = discovery.discovery();
        Path bootstrap = bootstrapKubeconfig == null && cluster.isPresent()
                ? kubeconfig.resolveSibling("bootstrap-kubelet.conf")
                : bootstrapKubeconfig;
        NodeFiles files = new NodeFiles(kubeconfig, bootstrap, certDir);
        Journal journal =
                new Journal(spec.commandLine().getOut(), spec.commandLine().getErr());
        try {
            new Node(files, settings, cluster, journal).run();
        } catch (InterruptedException e) {
            if (!rotate) {
                throw e;
            }
        }
        return 0;
    }

    private NodeSettings settings() {
        // As a kubelet treats its --hostname-override.
        String nodeName = node.strip().toLowerCase(Locale.ROOT);
        if (!NodeNames.isValid(nodeName)) {
            throw new ParameterException(
                    spec.commandLine(), "--node: a node's name is a DNS subdomain, such as worker-1");
        }
        KubernetesRelease asked = release == null ? null : release(release);
        try {
            return new NodeSettings(nodeName, serving ? nodeIps : List.of(), rotate, asked, signingCertificates);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--node-ip: " + e.getMessage());
        }
    }

    private KubernetesRelease release(String text) {
        try {
            return KubernetesRelease.parse(text);
        } catch (InvalidFormatException e) {
            throw new ParameterException(spec.commandLine(), "--kubernetes-release: " + e.rule());
        }
    }
}
