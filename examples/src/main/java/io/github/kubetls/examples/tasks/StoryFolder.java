package io.github.kubetls.examples.tasks;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.examples.tasks.story.FolderGuide;
import io.github.kubetls.examples.tasks.story.StoryFile;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.examples.tools.page.Page;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a story, which may be there from an earlier run: a second run is one of the same cluster. A private key that is
 * there is used, or the run is refused; none is ever replaced.
 */
final class StoryFolder {

    private final Path folder;
    private final Instant now;

    StoryFolder(Path folder, Instant now) {
        this.folder = folder;
        this.now = now;
    }

    /**
     * The CA that is in the folder.
     *
     * @throws ProgramException when there is a half of one, or something else of its name
     */
    Optional<CertificateAuthority> ca() throws IOException {
        Path certificate = folder.resolve(StoryFile.CA_CERTIFICATE.path());
        Path key = folder.resolve(StoryFile.CA_KEY.path());
        if (Files.exists(certificate) && Files.exists(key)) {
            return Optional.of(readCa(certificate, key, now));
        }
        for (Path half : List.of(certificate, key)) {
            if (Files.exists(half)) {
                throw new ProgramException(half
                        + " is there without its other half, and is not replaced: choose another folder with --out");
            }
        }
        return Optional.empty();
    }

    /**
     * A CA that was given, unless another one is in the folder.
     *
     * @throws ProgramException when there is another one
     */
    CertificateAuthority given(CertificateAuthority ca) throws IOException {
        if (ca().filter(there -> !there.certificate().equals(ca.certificate())).isPresent()) {
            throw new ProgramException(folder.resolve(StoryFile.CA_KEY.path())
                    + " is the key of another CA, and is not replaced: choose another folder with --out");
        }
        return ca;
    }

    static CertificateAuthority readCa(Path certificate, Path key, Instant now) throws IOException {
        CertificateAuthority ca;
        try {
            ca = CertificateAuthority.read(certificate, key);
        } catch (InvalidFormatException e) {
            throw new ProgramException(certificate + " and " + key + " are no CA: " + e.getMessage());
        }
        ca.findings(now).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .ifPresent(finding -> {
                    throw new ProgramException(certificate + ": " + finding.message());
                });
        return ca;
    }

    /** The key of the API server, which is made the first time. */
    KeyPair servingKey() throws IOException {
        return KeyAlgorithm.keyPair(Pem.readOrGeneratePrivateKey(folder.resolve(StoryFile.SERVING_KEY.path())));
    }

    /** The token of the last run, as long as it authenticates. */
    Optional<BootstrapToken> token() throws IOException {
        Path file = folder.resolve(StoryFile.TOKEN_SECRET.path());
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        BootstrapTokenSecret secret = BootstrapTokenSecret.read(file);
        boolean authenticates = BootstrapTokenAuthenticator.of(secret).authenticate(secret.token(), now)
                instanceof BootstrapTokenAuthenticator.Result.Authenticated;
        return Optional.of(secret.token()).filter(token -> authenticates);
    }

    /**
     * Refuses a folder whose {@value FolderGuide#NAME} is somebody else's, which the guide would replace.
     *
     * @throws ProgramException when it is
     */
    void requireNoOtherGuide() throws IOException {
        Path guide = folder.resolve(FolderGuide.NAME);
        if (Files.exists(guide)
                && !new String(Files.readAllBytes(guide), StandardCharsets.UTF_8).startsWith(FolderGuide.FIRST_LINE)) {
            throw new ProgramException(
                    guide + " is not of this program, and is not replaced: choose another folder with --out");
        }
    }

    /**
     * Refuses a file for the report that cannot be written, or that the story has a use for.
     *
     * @throws ProgramException when it is a file or a folder of the story
     */
    void requireRoomFor(Path report) throws IOException {
        Path parent = Objects.requireNonNull(report.toAbsolutePath().getParent());
        boolean inNewFolder = Files.notExists(folder) && parent.normalize().equals(folder);
        if (!inNewFolder) {
            Page.requireWritable(report);
        }
        Path real = Files.exists(report)
                ? report.toRealPath()
                : (inNewFolder ? folder : parent.toRealPath()).resolve(report.getFileName());
        Path inside = Files.exists(folder) ? folder.toRealPath() : folder;
        if (real.startsWith(inside) && isOfTheStory(inside.relativize(real))) {
            throw new ProgramException("--report: " + report + " is a place for a file of the story");
        }
    }

    private static boolean isOfTheStory(Path path) {
        String first = path.getName(0).toString();
        return first.isEmpty() // The folder itself.
                || Stream.concat(
                                Stream.of(FolderGuide.NAME),
                                Arrays.stream(StoryFile.values()).map(StoryFile::path))
                        .anyMatch(file -> file.split("/", 2)[0].equals(first));
    }
}
