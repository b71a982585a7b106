package io.github.kubetls.examples.tools;

import io.github.kubetls.examples.tasks.TlsBootstrapWalkthrough;
import io.github.kubetls.examples.tools.cli.Program;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All programs in one, which the distribution is made for: the first argument says which. */
@Command(
        name = "kube-tls-bootstrap-tools",
        synopsisSubcommandLabel = "COMMAND",
        description = "Programs about Kubernetes TLS bootstrapping; each has --help.")
public final class Tools {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    private Tools() {}

    /**
     * Runs a program.
     *
     * @param arguments the name of the program, and its options
     */
    public static void main(String... arguments) {
        CommandLine tools = new CommandLine(new Tools());
        add(tools, "walkthrough", new TlsBootstrapWalkthrough(Path.of("tls-bootstrap")));
        add(tools, "audit", new Audit());
        add(tools, "node-agent", new NodeAgent());
        add(tools, "certificate-controller", new CertificateController());
        add(tools, "control-plane", new LoopbackControlPlane());
        add(tools, "fleet-join", new FleetJoin());
        Program.main(tools, arguments);
    }

    private static void add(CommandLine tools, String name, Callable<Integer> program) {
        tools.addSubcommand(name, new CommandLine(program).setCommandName(name));
    }
}
