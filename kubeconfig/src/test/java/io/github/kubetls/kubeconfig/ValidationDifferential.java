package io.github.kubetls.kubeconfig;

import io.github.kubetls.fixtures.Kubectl;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubeconfig.client.ConfigOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets kubectl and the API judge random kubeconfigs before a connection is made. */
final class ValidationDifferential {

    /** What kubectl finds only when it goes on: it asks for a user name, or makes the connection. */
    private static final List<String> LATER = List.of(
            "EOF",
            "Unable to connect to the server",
            "unable to load root certificates",
            "no Auth Provider found",
            "tls: ",
            "exec plugin: ",
            "username/password or bearer token");

    private ValidationDifferential() {}

    static Optional<String> run(Path directory, long seed) throws IOException {
        RandomKubeconfigs random = new RandomKubeconfigs(seed);
        Map<String, Object> tree = random.tree();
        Path file = directory.resolve("k");
        Files.writeString(file, Yaml.writeJson(tree));
        Kubeconfig config;
        try {
            config = Kubeconfig.read(file);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        java.util.ArrayList<String> args = new java.util.ArrayList<>(
                List.of("create", "configmap", "probe", "--dry-run=client", "-o", "name", "--kubeconfig", "k"));
        ConfigOverrides.Builder overrides = ConfigOverrides.builder()
                .clusterDefaults(Cluster.builder("http://localhost:8080").build());
        if (random.chance(20)) {
            String name = random.name();
            args.add("--context=" + name);
            overrides.currentContext(name);
        } else if (!config.contexts().isEmpty()) {
            String name = random.pick(List.copyOf(config.contexts().keySet()));
            args.add("--context=" + name);
            overrides.currentContext(name);
        }
        if (random.chance(10)) {
            String name = random.name();
            args.add("--user=" + name);
            overrides.userName(name);
        }
        if (random.chance(10)) {
            String name = random.name();
            args.add("--cluster=" + name);
            overrides.clusterName(name);
        }
        AuthInfo.Builder user = AuthInfo.builder();
        if (random.chance(10)) {
            args.add("--token=abc");
            user.token("abc");
        }
        if (random.chance(10)) {
            args.add("--as-group=g");
            user.asGroups(List.of("g"));
        }
        overrides.user(user.build());
        Cluster.Builder cluster = Cluster.builder("");
        if (random.chance(10)) {
            args.add("--insecure-skip-tls-verify");
            cluster.insecureSkipTlsVerify(true);
        }
        if (random.chance(10)) {
            args.add("--server=https://x");
            cluster.server("https://x");
        }
        overrides.cluster(cluster.build());
        Tool.Result theirs = Kubectl.run(directory, "", args);
        String error = theirs.isSuccess()
                ? ""
                : theirs.errors()
                        .replaceFirst("^error: ", "")
                        .replaceFirst("^Error in configuration: ", "")
                        .strip();
        if (LATER.stream().anyMatch(error::contains)) {
            error = "";
        }
        if (error.startsWith("* ")) {
            error = "[" + error.substring(2).replace("\n* ", ", ") + "]";
        }
        String ours;
        try {
            ClientConfig.of(config, overrides.build());
            ours = "";
        } catch (RuntimeException | IOException e) {
            ours = e.getMessage().replaceFirst("^invalid configuration: ", "");
        }
        // A user in a proxy's URL is not shown; Java names a file before the reason only.
        String expected = error.replaceFirst("^open ", "").replace("\n", "");
        return ours.contains("REDACTED@") || expected.equals(ours.replace("\n", ""))
                ? Optional.empty()
                : Optional.of("seed " + seed + " " + args + "\n theirs " + error + "\n ours   " + ours);
    }

    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("validation");
        int differences = 0;
        for (long seed = Long.parseLong(args[0]); seed < Long.parseLong(args[0]) + Long.parseLong(args[1]); seed++) {
            Optional<String> difference = run(directory, seed);
            if (difference.isPresent()) {
                System.out.println(difference.get());
                differences++;
            }
        }
        System.out.println("differences: " + differences);
    }
}
