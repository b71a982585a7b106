package io.github.kubetls.examples.tools;

import io.github.kubetls.TlsBootstrapException;
import io.github.kubetls.component.ControllerManagerFlags;
import io.github.kubetls.examples.tools.apiserver.ControlPlaneServer;
import io.github.kubetls.examples.tools.apiserver.ControlPlaneSettings;
import io.github.kubetls.examples.tools.apiserver.Faults;
import io.github.kubetls.examples.tools.cli.CaKind;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.TokenFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A control plane on loopback for exactly the story of TLS bootstrapping: real kubelets, kubeadm and kubectl talk to it.
 *
 * <pre>{@code
 * LoopbackControlPlane --listen 127.0.0.1:6443 --dir cluster
 * kubectl --kubeconfig cluster/admin.conf get csr
 * }</pre>
 */
@Command(
        name = "loopback-control-plane",
        description = "Serves the Kubernetes API as far as TLS bootstrapping needs it, and approves and signs.")
public final class LoopbackControlPlane implements Callable<Integer> {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[([0-9a-fA-F:]+)]|([^:]+)):([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where to serve; port 0 for any that is free.")
    private String listen;

    @Option(names = "--listen-anywhere", description = "Allow an address that others can reach.")
    private boolean listenAnywhere;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "Folder for certificates, kubeconfigs and state; what is there is used again.")
    private Path folder;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The bootstrap token (default: that of the last run, or a new one).")
    private @Nullable String token;

    @Option(
            names = "--ca",
            paramLabel = "KIND",
            description = "The key of a new CA, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private CaKind ca = CaKind.RSA;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "8760h",
            description = "How long certificates live at most, such as 60s (default: ${DEFAULT-VALUE}).")
    private String duration;

    @Option(names = "--no-approve", description = "Leave requests for somebody else to approve.")
    private boolean approvesNot;

    @Option(names = "--no-sign", description = "Leave approved requests for somebody else to sign.")
    private boolean signsNot;

    @Option(names = "--token-auth-file", paramLabel = "FILE", description = "A token.csv with static tokens.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--audit-log",
            paramLabel = "FILE",
            description = "Append an audit event for each request on CertificateSigningRequests.")
    private @Nullable Path auditLog;

    @Option(
            names = "--faults",
            paramLabel = "FAULTS",
            defaultValue = "",
            description = "For trying out clients: drop=3,error=5,throttle=7 drops every third request, answers every"
                    + " fifth with 500 and every seventh with 429.")
    private String faults;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    LoopbackControlPlane() {}

    /**
     * Runs the program.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        Program.main(new LoopbackControlPlane(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter problems = command.commandLine().getErr();
        try (ControlPlaneServer server = ControlPlaneServer.start(settings(), problems)) {
            out.println("serving " + server.address());
            out.println("ready");
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            out.println("stopped");
        }
        return 0;
    }

    private ControlPlaneSettings settings() throws IOException {
        return new ControlPlaneSettings(
                address(),
                folder,
                Optional.ofNullable(token).map(text -> read("--token", () -> BootstrapToken.parse(text))),
                ca.keyAlgorithm(),
                signingDuration(),
                !approvesNot,
                !signsNot,
                tokenFile == null ? TokenFile.of() : TokenFile.read(tokenFile),
                Optional.ofNullable(auditLog),
                read("--faults", () -> Faults.parse(faults)));
    }

    private Duration signingDuration() {
        List<String> flag = List.of("--cluster-signing-duration=" + duration);
        Duration signing =
                read("--duration", () -> ControllerManagerFlags.parse(flag).clusterSigningDuration());
        if (signing.compareTo(Duration.ofSeconds(1)) < 0) {
            throw unusable("--duration " + duration + " is too short for any certificate");
        }
        return signing;
    }

    private <T> T read(String option, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | TlsBootstrapException e) {
            throw unusable(option + ": " + e.getMessage());
        }
    }

    private ParameterException unusable(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private InetSocketAddress address() throws IOException {
        Matcher matcher = HOST_AND_PORT.matcher(listen);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > LAST_PORT) {
            throw unusable("--listen " + listen + " is not HOST:PORT, such as 127.0.0.1:6443");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        InetAddress address = InetAddress.getByName(host);
        if (!address.isLoopbackAddress() && !listenAnywhere) {
            throw unusable("--listen " + listen
                    + " is no loopback address; with --listen-anywhere others may reach this control plane");
        }
        return new InetSocketAddress(address, Integer.parseInt(matcher.group(3)));
    }
}
