package io.github.kubetls.examples.tasks;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.examples.tasks.story.Story;
import io.github.kubetls.examples.tasks.story.StoryPage;
import io.github.kubetls.examples.tools.cli.NodeNames;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A whole TLS bootstrap without a cluster: what the administrator prepares, what the control plane decides and what the node
 * does, ending in a real mutual-TLS connection and a renewal.
 */
@Command(
        name = "tls-bootstrap-walkthrough",
        description = "Does everything that happens in a Kubernetes TLS bootstrap, tells it, and leaves its files.")
public final class TlsBootstrapWalkthrough implements Callable<Integer> {

    private static final String SERVER_RULE = "--server: expected a URL such as https://127.0.0.1:6443";

    @Option(names = "--out", paramLabel = "DIR", description = "Where the files go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--server", paramLabel = "URL", description = "The API server (default: ${DEFAULT-VALUE}).")
    private String server = "https://127.0.0.1:6443";

    @Option(names = "--node", paramLabel = "NAME", description = "The node's name (default: ${DEFAULT-VALUE}).")
    private String node = "worker-1";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The bootstrap token (default: the one of the last run, else a generated one).")
    private @Nullable String token;

    @Option(
            names = "--ca-cert",
            paramLabel = "FILE",
            description = "The cluster's CA (default: the one of the last run, else a new one).")
    private @Nullable Path caCert;

    @Option(names = "--ca-key", paramLabel = "FILE", description = "The private key of the CA.")
    private @Nullable Path caKey;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description =
                    "Also tells the story as a page, with its files and without their secrets; replaces the file.")
    private @Nullable Path report;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Prepares a walkthrough.
     *
     * @param out where the files go, unless the options say otherwise
     */
    public TlsBootstrapWalkthrough(Path out) {
        this.out = out;
    }

    private static TlsBootstrapWalkthrough inBuild() {
        return new TlsBootstrapWalkthrough(Path.of("examples/target/tls-bootstrap"));
    }

    /**
     * Runs the walkthrough; a failure is told on standard error and ends it with exit code 1.
     *
     * @param arguments the options, see {@code --help}
     */
    public static void main(String[] arguments) {
        Program.main(inBuild(), arguments);
    }

    static int run(PrintStream output, PrintStream errors, String... arguments) {
        return Program.run(inBuild(), output, errors, arguments);
    }

    @Override
    public Integer call() throws IOException {
        Clock clock = Clock.systemUTC();
        // Everything that can be wrong with the options shows before the first file is written.
        Path folder = out.toAbsolutePath().normalize();
        StoryFolder storyFolder = new StoryFolder(folder, clock.instant());
        Inputs inputs = inputs(storyFolder, clock);
        storyFolder.requireNoOtherGuide();
        if (report != null) {
            storyFolder.requireRoomFor(report);
        }
        PrintWriter terminal = spec.commandLine().getOut();
        Narrator narrator =
                new Narrator(terminal, new Story.Setting(folder, inputs.server(), inputs.node(), inputs.token()));
        ControlPlane controlPlane = ControlPlaneChapters.tell(inputs, narrator, clock);
        NodeChapters.tell(inputs, controlPlane, narrator, clock);
        Story story = narrator.end();
        if (report != null) {
            Files.writeString(report, StoryPage.render(story));
            terminal.println("The same as a page: " + report);
        }
        return 0;
    }

    /** What the options say, read and checked. */
    record Inputs(
            StoryFolder folder,
            CertificateAuthority ca,
            String origin,
            BootstrapToken token,
            URI server,
            String node) {}

    private Inputs inputs(StoryFolder folder, Clock clock) throws IOException {
        URI url = serverUrl();
        if (!NodeNames.isValid(node)) {
            throw new ProgramException("--node: a node's name is a lower-case DNS subdomain, such as worker-1");
        }
        if ((caCert == null) != (caKey == null)) {
            throw new ProgramException("--ca-cert and --ca-key go together");
        }
        if (caCert != null && caKey != null) {
            CertificateAuthority given = folder.given(StoryFolder.readCa(caCert, caKey, clock.instant()));
            return new Inputs(folder, given, "The one you gave", token(folder), url, node);
        }
        Optional<CertificateAuthority> there = folder.ca();
        if (there.isPresent()) {
            return new Inputs(folder, there.get(), "The one of the last run", token(folder), url, node);
        }
        CertificateAuthority made = CertificateAuthority.generate("kubernetes", KeyAlgorithm.RSA_2048, clock.instant());
        return new Inputs(folder, made, "A new one, as kubeadm makes it", token(folder), url, node);
    }

    private BootstrapToken token(StoryFolder folder) throws IOException {
        return token != null ? BootstrapToken.parse(token) : folder.token().orElseGet(BootstrapToken::generate);
    }

    private URI serverUrl() {
        URI url;
        try {
            url = new URI(server);
        } catch (URISyntaxException e) {
            throw new ProgramException(SERVER_RULE);
        }
        if (!"https".equals(url.getScheme()) || url.getHost() == null || url.getUserInfo() != null) {
            throw new ProgramException(SERVER_RULE);
        }
        return url;
    }

    /** The host of a URL, without the brackets of an IPv6 address. */
    static String host(URI url) {
        return url.getHost().replaceAll("^\\[|]$", "");
    }
}
