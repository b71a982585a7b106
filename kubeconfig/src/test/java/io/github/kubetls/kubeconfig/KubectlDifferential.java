package io.github.kubetls.kubeconfig;

import io.github.kubetls.fixtures.Kubectl;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.internal.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs a random command of {@code kubectl config} over random files, with kubectl and with the API. */
final class KubectlDifferential {

    private final Path directory;
    private final RandomKubeconfigs random;
    private final long seed;

    private KubectlDifferential(Path directory, long seed) {
        this.directory = directory;
        this.seed = seed;
        this.random = new RandomKubeconfigs(seed);
    }

    /** What differs, without the content of the files, or empty when nothing does. */
    static Optional<String> run(Path directory, long seed) throws IOException {
        return new KubectlDifferential(directory, seed).run();
    }

    private Optional<String> run() throws IOException {
        List<String> names = List.of("k1", "sub/k2", "k3");
        Map<String, String> before = new TreeMap<>();
        before.put("ca.pem", "CA");
        before.put("certs/x.pem", "X");
        before.put("sub/ca.pem", "SUBCA");
        before.put("up.pem", "UP");
        List<String> list = new ArrayList<>();
        int count = 1 + random.below(3);
        for (int i = 0; i < count; i++) {
            String name = random.pick(names);
            list.add(name);
            if (random.chance(85)) {
                before.put(name, Yaml.writeJson(random.tree()));
            }
        }
        String kubeconfig = String.join(":", list);
        List<String> args = args(list.get(0));
        if (args.get(1).equals("unset")
                && args.get(2).startsWith("preferences")
                && !args.get(2).endsWith("colors")) {
            // For kubectl absent extensions differ from empty ones, so it copies preferences from one file to another.
            return Optional.empty();
        }
        restore(before);
        Tool.Result theirs = Kubectl.run(directory, kubeconfig, args);
        Map<String, String> theirFiles = snapshot();
        restore(before);
        Tool.Result ours = ConfigCommands.run(directory, kubeconfig, args, Kubectl.release());
        Map<String, String> ourFiles = snapshot();
        String command = "seed " + seed + ": KUBECONFIG=" + kubeconfig + " kubectl " + args;
        if (theirs.isSuccess() != ours.isSuccess()) {
            return Optional.of(command + "\nexit: theirs " + theirs.code() + " " + theirs.errors() + "\nours "
                    + ours.code() + " " + ours.errors());
        }
        if (args.get(1).equals("view") && !theirs.output().equals(ours.output())) {
            return Optional.of(command + "\nstdout:\n" + difference(theirs.output(), ours.output()));
        }
        // What kubectl half did before it failed is no measure.
        if (theirs.isSuccess() && !theirFiles.equals(ourFiles)) {
            StringBuilder difference = new StringBuilder();
            theirFiles.forEach((name, text) -> {
                if (!text.equals(ourFiles.get(name)) && !isRewritten(name, text, before, args)) {
                    difference.append(name).append("\n").append(difference(text, ourFiles.getOrDefault(name, "")));
                }
            });
            ourFiles.keySet().stream()
                    .filter(name -> !theirFiles.containsKey(name))
                    .forEach(name -> difference.append(name).append(" only ours\n"));
            if (!difference.isEmpty()) {
                return Optional.of(command + "\nfiles differ\n" + difference);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether kubectl wrote a file whose meaning did not change: unsetting what is not there makes it write, as a map that is
     * absent differs for it from one that is empty.
     */
    private static boolean isRewritten(String name, String text, Map<String, String> before, List<String> args) {
        String old = before.getOrDefault(name, "");
        return args.get(1).equals("unset")
                && text.substring(text.indexOf('\n') + 1)
                        .equals(KubeconfigView.of(Kubeconfig.parse(old))
                                .withoutUnknownFields()
                                .config()
                                .toYaml(Kubectl.release()));
    }

    private static String difference(String theirs, String ours) {
        List<String> left = theirs.lines().toList();
        List<String> right = ours.lines().toList();
        StringBuilder text = new StringBuilder();
        left.stream()
                .filter(line -> !right.contains(line))
                .forEach(line -> text.append("  theirs: ").append(line).append('\n'));
        right.stream()
                .filter(line -> !left.contains(line))
                .forEach(line -> text.append("  ours:   ").append(line).append('\n'));
        return text.toString();
    }

    private List<String> args(String file) {
        List<String> args = new ArrayList<>(List.of("config"));
        String name = random.name();
        switch (random.below(16)) {
            case 0, 1, 2 -> {
                args.add("view");
                flag(args, 50, "--raw");
                flag(args, 30, "--minify");
                flag(args, 25, "--flatten");
                if (random.chance(30)) {
                    args.addAll(List.of("-o", "json"));
                }
                if (random.chance(20)) {
                    args.addAll(List.of("--context", random.name()));
                }
            }
            case 3 -> args.addAll(List.of("use-context", name));
            case 4 -> args.addAll(List.of("rename-context", name, random.name()));
            case 5 -> args.addAll(List.of("delete-cluster", name));
            case 6 -> args.addAll(List.of("delete-user", name));
            case 7 -> args.addAll(List.of("delete-context", name));
            case 8, 9 -> setCluster(args, name);
            case 10, 11 -> setCredentials(args, name);
            case 12 -> {
                args.add("set-context");
                if (random.chance(20)) {
                    args.add("--current");
                } else {
                    args.add(name);
                }
                value(args, 50, "--cluster", random.name());
                value(args, 50, "--user", random.name());
                value(args, 50, "--namespace", random.text());
            }
            case 13, 14 -> args.addAll(List.of("set", property(), setValue()));
            default -> args.addAll(List.of("unset", property()));
        }
        if (random.chance(25)) {
            args.addAll(List.of("--kubeconfig", random.chance(90) ? file : "new/dir/k"));
        }
        return args;
    }

    private void flag(List<String> args, int percent, String flag) {
        if (random.chance(percent)) {
            args.add(flag);
        }
    }

    private void value(List<String> args, int percent, String flag, String value) {
        if (random.chance(percent)) {
            args.add(flag + "=" + value);
        }
    }

    private void setCluster(List<String> args, String name) {
        args.addAll(List.of("set-cluster", name));
        value(args, 40, "--server", random.text());
        value(args, 30, "--tls-server-name", random.text());
        value(args, 20, "--insecure-skip-tls-verify", random.chance(60) ? "true" : "false");
        value(args, 40, "--certificate-authority", random.pick(List.of("ca.pem", "certs/x.pem", "/abs/y", "none.pem")));
        flag(args, 20, "--embed-certs");
        value(args, 20, "--proxy-url", random.text());
        if (args.contains("--embed-certs") && args.stream().noneMatch(arg -> arg.startsWith("--certificate-auth"))) {
            args.remove("--embed-certs");
        }
    }

    private void setCredentials(List<String> args, String name) {
        args.addAll(List.of("set-credentials", name));
        value(args, 25, "--client-certificate", random.pick(List.of("ca.pem", "certs/x.pem", "/abs/y")));
        value(args, 25, "--client-key", random.pick(List.of("ca.pem", "certs/x.pem", "/abs/y")));
        flag(args, 20, "--embed-certs");
        value(args, 25, "--token", random.text());
        value(args, 20, "--username", random.text());
        value(args, 20, "--password", random.text());
        value(args, 15, "--auth-provider", random.pick(List.of("gcp", "oidc", "yes")));
        value(args, 15, "--auth-provider-arg", random.pick(List.of("k=v", "k-", "new=x", "z=")));
        value(args, 25, "--exec-command", random.pick(List.of("login", "bin/login", "/usr/bin/x")));
        value(args, 20, "--exec-arg", random.pick(List.of("a", "a,b", "get-token")));
        value(args, 20, "--exec-env", random.pick(List.of("A=1", "A-", "D=x=y", "B=")));
        value(args, 20, "--exec-api-version", random.pick(List.of("v1", "client.authentication.k8s.io/v1beta1")));
        value(args, 20, "--exec-interactive-mode", random.pick(List.of("Never", "Always", "IfAvailable", "never")));
        value(args, 20, "--exec-provide-cluster-info", random.chance(50) ? "true" : "false");
        if (args.contains("--embed-certs") && args.stream().noneMatch(arg -> arg.startsWith("--client-"))) {
            args.remove("--embed-certs");
        }
    }

    private String property() {
        String field = random.pick(List.of(
                "server",
                "tls-server-name",
                "insecure-skip-tls-verify",
                "certificate-authority",
                "certificate-authority-data",
                "proxy-url",
                "disable-compression",
                "extensions",
                "token",
                "tokenFile",
                "client-certificate",
                "client-certificate-data",
                "client-key",
                "client-key-data",
                "act-as",
                "act-as-uid",
                "act-as-groups",
                "act-as-user-extra",
                "username",
                "password",
                "auth-provider",
                "exec",
                "namespace",
                "cluster",
                "user",
                "as",
                "token-file",
                "server.x"));
        return switch (random.below(8)) {
            case 0 ->
                random.pick(List.of(
                        "current-context",
                        "preferences.colors",
                        "preferences",
                        "clusters",
                        "users",
                        "contexts",
                        "extensions",
                        "kind",
                        "apiVersion",
                        "zz",
                        "preferences.x",
                        "preferences.extensions"));
            case 1 -> random.pick(List.of("clusters.", "users.", "contexts.")) + random.name();
            case 2, 3 -> "clusters." + random.name() + "." + field;
            case 4, 5, 6 -> "users." + random.name() + "." + field;
            default -> "contexts." + random.name() + "." + field;
        };
    }

    private String setValue() {
        return random.chance(40)
                ? random.pick(List.of("true", "T", "0", "f", "yes", "QUJD", "QQ==", "QQ", "", "ca.pem", "/abs/z"))
                : random.text().replaceFirst("^-", "x");
    }

    private void restore(Map<String, String> files) throws IOException {
        try (Stream<Path> old = Files.walk(directory)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(directory)) {
                    Files.delete(path);
                }
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Content and mode of every file. */
    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(path).toString();
                if (!name.startsWith("home/")) {
                    files.put(name, Posix.mode(path) + "\n" + Files.readString(path));
                }
            }
        }
        return files;
    }

    /** For a long run by hand: the first seed and the number of runs. */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("differential");
        long first = Long.parseLong(args[0]);
        int differences = 0;
        for (long seed = first; seed < first + Long.parseLong(args[1]); seed++) {
            Optional<String> difference = run(directory, seed);
            if (difference.isPresent()) {
                System.out.println(difference.get());
                System.out.println("==================");
                if (++differences > 5) {
                    return;
                }
            }
        }
        System.out.println("differences: " + differences);
    }
}
