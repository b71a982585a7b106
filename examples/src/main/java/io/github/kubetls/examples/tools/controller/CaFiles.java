package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.cli.ProgramException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The CA that signs, read anew when its files change.
 *
 * <p>As in the kube-controller-manager, files that cannot be read or are no pair are passed over, so that one may be replaced
 * before the other: the CA before them stays. A pair that is no CA to sign with, such as a bundle, stops the signing until the
 * files are repaired.
 */
public final class CaFiles {

    private static final String SUBJECT = "CA files";
    private static final int LONGEST_FILE = 1 << 20;

    private final Path certificateFile;
    private final Path keyFile;
    private final Journal journal;
    private final Clock clock;
    private String certificatePem = "";
    private String keyPem = "";
    private CertificateAuthority authority;
    private String defect = "";

    private CaFiles(Path certificateFile, Path keyFile, Journal journal, Clock clock) throws IOException {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.journal = journal;
        this.clock = clock;
        certificatePem = read(certificateFile);
        keyPem = read(keyFile);
        authority = CertificateAuthority.parse(certificatePem, keyPem);
    }

    /**
     * Reads the files, and tells what is wrong with the CA.
     *
     * @param certificateFile the CA's certificate
     * @param keyFile         the CA's private key
     * @param journal         takes what is wrong, now and later
     * @return the CA
     * @throws IOException      when a file cannot be read
     * @throws ProgramException when they hold no CA
     */
    public static CaFiles open(Path certificateFile, Path keyFile, Journal journal) throws IOException {
        try {
            CaFiles files = new CaFiles(certificateFile, keyFile, journal, Clock.systemUTC());
            files.tellFindings();
            return files;
        } catch (InvalidFormatException e) {
            throw new ProgramException(certificateFile + ", " + keyFile + ": " + e.getMessage());
        }
    }

    /** The CA of the files as they are now; {@link UnsettledException} when it is none to sign with. */
    synchronized CertificateAuthority current() throws UnsettledException {
        try {
            reload();
            journal.solved(SUBJECT);
        } catch (IOException | InvalidFormatException e) {
            journal.problem(SUBJECT, name() + " are not used: " + Program.describe(e));
        }
        if (!defect.isEmpty()) {
            throw new UnsettledException(defect);
        }
        return authority;
    }

    private void reload() throws IOException {
        String certificate = read(certificateFile);
        String key = read(keyFile);
        if (certificate.equals(certificatePem) && key.equals(keyPem)) {
            return;
        }
        CertificateAndKey.parse(certificate, key);
        certificatePem = certificate;
        keyPem = key;
        try {
            authority = CertificateAuthority.parse(certificate, key);
            defect = "";
            journal.tell("signing with the new " + authority);
            tellFindings();
        } catch (InvalidFormatException e) {
            defect = name() + ": " + e.getMessage();
        }
    }

    private void tellFindings() {
        authority
                .findings(clock.instant())
                .forEach(finding ->
                        journal.problem(SUBJECT, certificateFile + ": " + finding.message() + "; " + finding.fix()));
    }

    private String name() {
        return "the CA files " + certificateFile + " and " + keyFile;
    }

    private static String read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw new IOException(file + " is longer than " + LONGEST_FILE + " bytes");
            }
            // One character for each byte: PEM is ASCII, and everything else is passed over.
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
