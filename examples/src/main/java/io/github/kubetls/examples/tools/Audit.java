package io.github.kubetls.examples.tools;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.examples.tools.audit.AuditReport;
import io.github.kubetls.examples.tools.audit.Auditor;
import io.github.kubetls.examples.tools.audit.ReportFormat;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Finds token files, kubeconfigs, configurations of kubelet, kubeadm and API server, bootstrap Secrets, RBAC manifests,
 * certificate requests, certificates, cluster-info, trust bundles and the flags of components below some paths, and prints
 * every finding of the library with file, line and column, for one release and for those that come after it.
 */
@Command(
        name = "audit",
        versionProvider = Audit.Version.class,
        mixinStandardHelpOptions = true,
        description = "Finds everything about TLS bootstrapping below the paths, and what is wrong with it.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  there is no error",
            "  1  there is an error among the findings, or the audit failed",
            "  2  an option makes no sense, or a path does not exist"
        })
public final class Audit implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, and directories to look through.")
    private List<Path> paths = List.of();

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "What to print: text, json or sarif; ${DEFAULT-VALUE} by default.")
    private ReportFormat format = ReportFormat.TEXT;

    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = "The time to judge by, such as 2026-11-24T12:00:00Z (default: now).")
    private Optional<Instant> now = Optional.empty();

    @Option(
            names = "--kubernetes-release",
            paramLabel = "RELEASE",
            converter = ReleaseConverter.class,
            description =
                    "The release to judge by, such as 1.33 (default: the latest one known). What a later one refuses is told"
                            + " with the release that begins with it.")
    private KubernetesRelease release = KubernetesRelease.latest();

    @Option(names = "--verbose", description = "Also say on standard error how much was looked at.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Audit() {}

    /** The version of this program, which is the project's: the build writes it into a file beside this class. */
    static final class Version implements IVersionProvider {

        Version() {}

        @Override
        public String[] getVersion() throws IOException {
            try (InputStream file = Objects.requireNonNull(Audit.class.getResourceAsStream("version.txt"))) {
                return new String[] {new String(file.readAllBytes(), StandardCharsets.UTF_8).strip()};
            }
        }
    }

    /** Reads the name of a format. */
    static final class FormatConverter implements ITypeConverter<ReportFormat> {

        FormatConverter() {}

        @Override
        public ReportFormat convert(String name) {
            return ReportFormat.of(name)
                    .orElseThrow(() -> new TypeConversionException("is none of text, json and sarif"));
        }
    }

    /** Reads a release. */
    static final class ReleaseConverter implements ITypeConverter<KubernetesRelease> {

        ReleaseConverter() {}

        @Override
        public KubernetesRelease convert(String version) {
            try {
                return KubernetesRelease.parse(version);
            } catch (InvalidFormatException e) {
                throw new TypeConversionException(e.rule());
            }
        }
    }

    /**
     * Runs the program.
     *
     * @param arguments its options
     */
    public static void main(String... arguments) {
        Program.main(new Audit(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (Path path : paths) {
            if (Files.notExists(path)) {
                throw new ParameterException(spec.commandLine(), "there is no file or directory " + path);
            }
        }
        AuditReport report = Auditor.audit(paths, now.orElseGet(Instant::now), release);
        PrintWriter out = spec.commandLine().getOut();
        out.print(format.write(report, new Version().getVersion()[0]));
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        report.skipped()
                .forEach(skipped -> err.println("note: skipped " + Journal.printable(skipped.file()) + ": "
                        + Journal.printable(skipped.reason())));
        if (verbose) {
            err.println("note: looked at " + report.files() + " files with " + report.documents() + " documents");
        }
        return report.hasErrors() ? Program.FAILURE : 0;
    }
}
