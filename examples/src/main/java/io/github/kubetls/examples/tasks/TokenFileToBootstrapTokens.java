package io.github.kubetls.examples.tasks;

import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.StaticToken;
import io.github.kubetls.token.TokenFile;
import io.github.kubetls.token.TokenUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Replaces the bootstrappers of a token.csv, whose tokens last as long as the file, by bootstrap tokens that expire by
 * themselves. A Secret can give groups below {@code system:bootstrappers:} only; whatever else a line gives is told.
 */
public final class TokenFileToBootstrapTokens {

    private static final String SAMPLE = """
            07401bf395accd246ae52d,kubelet-bootstrap,10001,"system:bootstrappers,system:bootstrappers:worker"
            9a08jv0c0izixklcxtmnbk,node-installer,10002,"system:bootstrappers,installers"
            jh4hd83hgls93lkd02kdls,alice,10003,developers
            """;
    private static final String BOOTSTRAPPERS = "system:bootstrappers";

    private TokenFileToBootstrapTokens() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder for the Secrets (default: {@code examples/target/bootstrap-tokens}) and the token file
     *     (default: a sample)
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/bootstrap-tokens");
        // region token-file
        TokenFile tokens = arguments.length > 1 ? TokenFile.read(Path.of(arguments[1])) : TokenFile.parse(SAMPLE);
        for (StaticToken line : tokens.tokens().toList()) {
            if (line.user().isMemberOf(BOOTSTRAPPERS)) {
                replace(line, folder);
            } else {
                System.out.println(line.user().name() + " is no bootstrapper, and keeps the line");
            }
        }
        // endregion
    }

    private static void replace(StaticToken line, Path folder) throws IOException {
        List<String> groups = line.user().groups().stream()
                .filter(group -> !group.equals(BOOTSTRAPPERS))
                .toList();
        List<String> kept = groups.stream()
                .filter(group -> group.startsWith(BOOTSTRAPPERS + ":"))
                .toList();
        // region secret
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(BootstrapToken.generate())
                .description("replaces " + line.user().name() + " of the token file")
                .expiration(Instant.now().plus(Duration.ofHours(24)))
                .usages(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
                .extraGroups(kept)
                .build();
        Path file = folder.resolve(line.user().name() + ".yaml");
        secret.write(file);
        // endregion
        System.out.println(
                line.user().name() + " becomes token " + secret.token().id() + ", in " + file);
        groups.stream()
                .filter(group -> !kept.contains(group))
                .forEach(group -> System.out.println("  without group " + group + ", which a Secret cannot give"));
    }
}
