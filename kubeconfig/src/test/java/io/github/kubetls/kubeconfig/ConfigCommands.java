package io.github.kubetls.kubeconfig;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.kubeconfig.edit.ClusterEdit;
import io.github.kubetls.kubeconfig.edit.ContextEdit;
import io.github.kubetls.kubeconfig.edit.CredentialsEdit;
import io.github.kubetls.kubeconfig.edit.KubectlEdits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The commands of {@code kubectl config}, carried out with the API: what the comparisons with kubectl run on our side. */
final class ConfigCommands {

    private final Path directory;
    private final String kubeconfig;
    private final KubernetesRelease release;
    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> flags = new LinkedHashMap<>();

    private ConfigCommands(Path directory, String kubeconfig, List<String> args, KubernetesRelease release) {
        this.directory = directory;
        this.kubeconfig = kubeconfig;
        this.release = release;
        for (int i = 1; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--kubeconfig") || arg.equals("-o") || arg.equals("--context")) {
                add(arg.replaceFirst("^-+", ""), args.get(++i));
            } else if (arg.startsWith("--")) {
                int equals = arg.indexOf('=');
                add(
                        equals < 0 ? arg.substring(2) : arg.substring(2, equals),
                        equals < 0 ? "true" : arg.substring(equals + 1));
            } else {
                words.add(arg);
            }
        }
    }

    private void add(String flag, String value) {
        flags.computeIfAbsent(flag, key -> new ArrayList<>()).add(value);
    }

    /** Runs {@code config …} as the kubectl of a release; every refusal is exit code 1. */
    static Tool.Result run(Path directory, String kubeconfig, List<String> args, KubernetesRelease release) {
        try {
            return new Tool.Result(0, new ConfigCommands(directory, kubeconfig, args, release).run(), "");
        } catch (RuntimeException | IOException e) {
            return new Tool.Result(1, "", e.toString());
        }
    }

    private boolean has(String flag) {
        return flags.containsKey(flag) && !flag(flag).equals("false");
    }

    private String flag(String flag) {
        List<String> values = flags.get(flag);
        return values == null ? "" : values.get(values.size() - 1);
    }

    private Path path(String text) {
        return directory.resolve(text);
    }

    private KubeconfigFiles files() {
        KubeconfigFiles files;
        if (flags.containsKey("kubeconfig")) {
            files = KubeconfigFiles.of(path(flag("kubeconfig")));
        } else {
            files = KubeconfigFiles.of(Arrays.stream(kubeconfig.split(":"))
                    .filter(element -> !element.isEmpty())
                    .map(this::path)
                    .toList());
        }
        return files.withLockTimeout(Duration.ZERO).withRelease(release);
    }

    private String run() throws IOException {
        String name = words.size() > 1 ? words.get(1) : "";
        String second = words.size() > 2 ? words.get(2) : "";
        return switch (words.get(0)) {
            case "view" -> view();
            case "current-context" ->
                files().loadOrEmpty()
                                .config()
                                .currentContext()
                                .orElseThrow(() -> new IllegalStateException("current-context is not set"))
                        + "\n";
            case "use-context" ->
                update(config -> KubectlEdits.of(config).useContext(name).config());
            case "rename-context" ->
                update(config ->
                        KubectlEdits.of(config).renameContext(name, second).config());
            case "delete-cluster" ->
                update(config -> KubectlEdits.of(config).deleteCluster(name).config());
            case "delete-user" ->
                update(config -> KubectlEdits.of(config).deleteUser(name).config());
            case "delete-context" ->
                update(config -> KubectlEdits.of(config).deleteContext(name).config());
            case "set-cluster" -> setCluster(name);
            case "set-credentials" -> setCredentials(name);
            case "set-context" -> setContext(name);
            case "set" -> {
                files().update(
                                KubeconfigFiles.PathForm.AS_WRITTEN,
                                config -> has("set-raw-bytes")
                                        ? KubectlEdits.of(config)
                                                .setRawBytes(name, second)
                                                .config()
                                        : KubectlEdits.of(config)
                                                .set(name, second)
                                                .config());
                yield "";
            }
            case "unset" -> {
                files().update(
                                KubeconfigFiles.PathForm.AS_WRITTEN,
                                config -> KubectlEdits.of(config).unset(name).config());
                yield "";
            }
            default -> throw new IllegalArgumentException("unknown command " + words);
        };
    }

    private String update(UnaryOperator<Kubeconfig> change) throws IOException {
        files().update(change);
        return "";
    }

    private String view() throws IOException {
        KubeconfigView view = KubeconfigView.of(files().loadOrEmpty().config()).withoutUnknownFields();
        if (has("minify")) {
            view = view.minified(flag("context"));
        }
        if (has("flatten")) {
            view = view.flattened();
        } else if (!has("raw")) {
            view = view.redacted(KubeconfigView.Redaction.KUBECTL);
        }
        return flag("o").equals("json")
                ? view.config().toJson(release)
                : view.config().toYaml(release);
    }

    private String setCluster(String name) throws IOException {
        ClusterEdit edit = ClusterEdit.none();
        if (flags.containsKey("server")) {
            edit = edit.server(flag("server"));
        }
        if (flags.containsKey("tls-server-name")) {
            edit = edit.tlsServerName(flag("tls-server-name"));
        }
        if (flags.containsKey("insecure-skip-tls-verify")) {
            edit = edit.insecureSkipTlsVerify(has("insecure-skip-tls-verify"));
        }
        if (flags.containsKey("certificate-authority")) {
            Path path = path(flag("certificate-authority"));
            edit = has("embed-certs")
                    ? edit.certificateAuthority(PemSource.embed(path))
                    : edit.certificateAuthority(path);
        }
        if (flags.containsKey("proxy-url")) {
            edit = edit.proxyUrl(flag("proxy-url"));
        }
        ClusterEdit all = edit;
        return update(config -> KubectlEdits.of(config).setCluster(name, all).config());
    }

    private String setCredentials(String name) throws IOException {
        CredentialsEdit edit = CredentialsEdit.none();
        if (flags.containsKey("client-certificate")) {
            Path path = path(flag("client-certificate"));
            edit = has("embed-certs") ? edit.clientCertificate(PemSource.embed(path)) : edit.clientCertificate(path);
        }
        if (flags.containsKey("client-key")) {
            Path path = path(flag("client-key"));
            edit = has("embed-certs") ? edit.clientKey(PemSource.embed(path)) : edit.clientKey(path);
        }
        if (flags.containsKey("token")) {
            edit = edit.token(flag("token"));
        }
        if (flags.containsKey("username")) {
            edit = edit.username(flag("username"));
        }
        if (flags.containsKey("password")) {
            edit = edit.password(flag("password"));
        }
        if (flags.containsKey("auth-provider")) {
            edit = edit.authProvider(flag("auth-provider"));
        }
        for (String arg : flags.getOrDefault("auth-provider-arg", List.of())) {
            edit = arg.endsWith("-") && !arg.contains("=")
                    ? edit.removeAuthProviderArg(arg.substring(0, arg.length() - 1))
                    : edit.authProviderArg(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        edit = exec(edit);
        CredentialsEdit all = edit;
        return update(
                config -> KubectlEdits.of(config).setCredentials(name, all).config());
    }

    private CredentialsEdit exec(CredentialsEdit start) {
        CredentialsEdit edit = start;
        if (flags.containsKey("exec-command")) {
            edit = edit.execCommand(flag("exec-command"));
        }
        if (flags.containsKey("exec-arg")) {
            edit = edit.execArgs(flags.get("exec-arg").stream()
                    .flatMap(arg -> Arrays.stream(arg.split(",")))
                    .toList());
        }
        if (flags.containsKey("exec-api-version")) {
            edit = edit.execApiVersion(flag("exec-api-version"));
        }
        if (flags.containsKey("exec-provide-cluster-info")) {
            edit = edit.execProvideClusterInfo(has("exec-provide-cluster-info"));
        }
        if (flags.containsKey("exec-interactive-mode")) {
            edit = edit.execInteractiveMode(flag("exec-interactive-mode"));
        }
        for (String arg : flags.getOrDefault("exec-env", List.of())) {
            edit = arg.endsWith("-") && !arg.contains("=")
                    ? edit.removeExecEnv(arg.substring(0, arg.length() - 1))
                    : edit.execEnv(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        return edit;
    }

    private String setContext(String name) throws IOException {
        ContextEdit edit = ContextEdit.none();
        if (flags.containsKey("cluster")) {
            edit = edit.cluster(flag("cluster"));
        }
        if (flags.containsKey("user")) {
            edit = edit.user(flag("user"));
        }
        if (flags.containsKey("namespace")) {
            edit = edit.namespace(flag("namespace"));
        }
        ContextEdit all = edit;
        return update(config -> has("current")
                ? KubectlEdits.of(config).setCurrentContext(all).config()
                : KubectlEdits.of(config).setContext(name, all).config());
    }
}
