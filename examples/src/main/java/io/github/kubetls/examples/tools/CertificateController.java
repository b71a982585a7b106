package io.github.kubetls.examples.tools;

import io.github.kubetls.csr.SignerName;
import io.github.kubetls.csr.SigningProfile;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.controller.CaFiles;
import io.github.kubetls.examples.tools.controller.RequestController;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.podcertificate.PodCertificateSigner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Approves and signs the certificates of kubelets on any API server, in place of the kube-controller-manager.
 *
 * <p>It does what the controllers {@code csrapproving}, {@code csrsigning} (for the two signers that kubelets use, by the rules
 * of the latest release) and {@code csrcleaner} do. The user of the kubeconfig needs the rights of the ClusterRole
 * {@code system:controller:certificate-controller}, which every cluster has:
 *
 * <pre>{@code
 * kubectl create clusterrolebinding certificate-controller \
 *     --clusterrole=system:controller:certificate-controller --user=certificate-controller
 * }</pre>
 *
 * <p>With {@code --pod-signer} it also needs to list and watch {@code podcertificaterequests}, to update their status, and to
 * {@code sign} for the signer of that name.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificates and
 *     Certificate Signing Requests</a>
 */
@Command(
        name = "certificate-controller",
        description = "Approves and signs the certificates of kubelets, until it is stopped.",
        footer = {
            "",
            "The user of the kubeconfig needs the rights of the ClusterRole",
            "system:controller:certificate-controller. Several controllers may run side by side."
        })
public final class CertificateController implements Callable<Integer> {

    @Option(
            names = "--kubeconfig",
            required = true,
            paramLabel = "FILE",
            description = "Where the API server is, and who the controller is.")
    private Path kubeconfig;

    @Option(
            names = "--ca-cert",
            paramLabel = "FILE",
            description = "The certificate of the CA that signs; it is read again when it changes.")
    private @Nullable Path caCert;

    @Option(names = "--ca-key", paramLabel = "FILE", description = "The private key of the CA.")
    private @Nullable Path caKey;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "How long a certificate lives at most, such as 24h (default: 8760h).")
    private Duration duration = SigningProfile.DEFAULT_DURATION;

    @Option(
            names = "--pod-signer",
            paramLabel = "NAME",
            description = "Also answer the PodCertificateRequests for this signer, such as example.com/workload, with"
                    + " certificates for spiffe://example.com/ns/NAMESPACE/sa/NAME (default: none).")
    private @Nullable String podSigner;

    @ArgGroup
    private Part part = new Part();

    @Option(names = "--clean", description = "Also delete requests that nobody needs any more, as Kubernetes does.")
    private boolean clean;

    @Option(
            names = "--clean-interval",
            paramLabel = "DURATION",
            description = "How often --clean looks for them (default: 1h).")
    private Duration cleanInterval = Duration.ofHours(1);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Spec
    private CommandSpec spec;

    /** At most one of the two. */
    private static final class Part {

        @Option(names = "--approve-only", description = "Approve only; this needs no CA.")
        private boolean approveOnly;

        @Option(names = "--sign-only", description = "Sign only, what others approve.")
        private boolean signOnly;
    }

    CertificateController() {}

    /**
     * Runs the controller until the process is told to stop.
     *
     * @param arguments the options, see {@code --help}
     */
    public static void main(String[] arguments) {
        Program.main(new CertificateController(), arguments);
    }

    static int run(PrintStream output, PrintStream errors, String... arguments) {
        return Program.run(new CertificateController(), output, errors, arguments);
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        CommandLine commandLine = spec.commandLine();
        Journal journal = new Journal(commandLine.getOut(), commandLine.getErr());
        ApiClient client = ApiClient.of(ClientConfig.of(Kubeconfig.read(kubeconfig)), spec.name());
        RequestController.Builder controller = RequestController.builder(client, journal);
        if (!part.signOnly) {
            controller.approving();
        }
        if (!part.approveOnly && caCert != null && caKey != null) {
            CaFiles ca = CaFiles.open(caCert, caKey, journal);
            controller.signing(ca, duration);
            if (podSigner != null) {
                controller.podSigning(SignerName.of(podSigner), ca, duration);
            }
        }
        if (clean) {
            controller.cleaning(cleanInterval);
        }
        return run(controller.build());
    }

    private static int run(RequestController controller) {
        try {
            controller.run();
        } catch (InterruptedException e) {
            // The one way to end it: told to stop, it has stopped.
        }
        return 0;
    }

    private void checkOptions() {
        require(part.approveOnly || caCert != null && caKey != null, "--ca-cert and --ca-key are needed to sign");
        require(
                podSigner == null || !part.approveOnly,
                "--pod-signer: signs, which --approve-only does not let the controller do");
        require(
                podSigner == null || isFit(SignerName.of(podSigner)),
                "--pod-signer: expected a name in a domain of your own, such as example.com/workload");
        require(
                podSigner == null || duration.compareTo(PodCertificateSigner.LEAST_LIFETIME) >= 0,
                "--duration: certificates of pods live for an hour at least");
        require(isPositive(duration), "--duration: expected more than nothing");
        require(isPositive(cleanInterval), "--clean-interval: expected more than nothing");
    }

    private static boolean isFit(SignerName signer) {
        return signer.violations().isEmpty() && !signer.domain().equals("kubernetes.io");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
