package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the PEM blocks of a file: certificates, requests and private keys. */
final class PemAudit {

    private static final Pattern BEGIN = Pattern.compile("^-----BEGIN ([^-\\r\\n]{1,64})-----", Pattern.MULTILINE);
    private static final Pattern NAMED_PEM = Pattern.compile("(?is).*\\.(?:pem|crt|cer|cert|key|csr)");
    private static final Set<String> KEYS = Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");
    private static final Set<String> REQUESTS = Set.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
    private static final String CORRECT = "replace the block by a well-formed one";

    private final SourceFile file;
    private final Judge judge;
    private final FileFindings findings;
    private Location keyPlace = Location.none();
    private Location certificatePlace = Location.none();

    private PemAudit(SourceFile file, Judge judge, FileFindings findings) {
        this.file = file;
        this.judge = judge;
        this.findings = findings;
    }

    static void audit(SourceFile file, Judge judge, FileFindings findings) throws IOException {
        PemAudit audit = new PemAudit(file, judge, findings);
        audit.blocks();
        if (audit.keyPlace.line() > 0) {
            findings.addAll(FilePermissions.findings(file.path()), audit.keyPlace);
            audit.pair();
        }
    }

    private void blocks() {
        String text = file.text();
        Matcher begin = BEGIN.matcher(text);
        int counted = 0;
        int line = 1;
        boolean found = begin.find();
        while (found) {
            int start = begin.start();
            line += (int) text.substring(counted, start)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            counted = start;
            String label = begin.group(1);
            found = begin.find();
            block(
                    label,
                    text.substring(start, found ? begin.start() : text.length()),
                    Location.none().at(line, 1));
        }
    }

    private void block(String label, String text, Location at) {
        boolean isCertificate = label.equals(Pem.CERTIFICATE);
        boolean isKey = KEYS.contains(label);
        if (!isCertificate && !isKey && !REQUESTS.contains(label)) {
            return;
        }
        List<Pem.Block> blocks = Pem.blocks(text);
        if (blocks.isEmpty()) {
            // In a text about certificates an abridged block is no mistake.
            if (NAMED_PEM.matcher(file.lastName()).matches()) {
                findings.recognise();
                findings.add(malformed(label).within(at));
            }
            return;
        }
        findings.recognise();
        if (isCertificate) {
            certificatePlace = certificatePlace.line() == 0 ? at : certificatePlace;
        } else if (isKey) {
            keyPlace = keyPlace.line() == 0 ? at : keyPlace;
        }
        findings.addAll(judge.findings(release -> of(blocks.get(0), text, release)), at);
    }

    private List<Finding> of(Pem.Block block, String text, KubernetesRelease release) {
        List<Finding> found = new ArrayList<>();
        try {
            if (block.label().equals(Pem.CERTIFICATE)) {
                certificates(block, release, found);
            } else if (KEYS.contains(block.label())) {
                key(text, release, found);
            } else {
                request(block.label(), text, release, found);
            }
        } catch (InvalidFormatException e) {
            found.add(Finding.error(e.code(), Location.none(), e.rule(), CORRECT));
        } catch (CryptoException e) {
            String message = "the block " + block.label() + " cannot be read";
            found.add(Finding.error("PEM_INVALID", Location.none(), message, CORRECT));
        }
        return found;
    }

    private static Finding malformed(String label) {
        return Finding.error(
                "PEM_INVALID",
                Location.none(),
                "the block " + label + " has no end or is not base64; readers pass it over without a word",
                CORRECT);
    }

    private void certificates(Pem.Block block, KubernetesRelease release, List<Finding> found) {
        for (X509Certificate certificate : block.parseCertificates(release)) {
            boolean isCa = certificate.getBasicConstraints() >= 0;
            found.addAll(
                    isCa
                            ? CertificateAuthority.findings(certificate, judge.now(), release)
                            : CertificateAndKey.findings(certificate, judge.now(), release));
        }
    }

    private static void request(String label, String text, KubernetesRelease release, List<Finding> found) {
        found.addAll(CertificateRequest.parseForeign(text, release).findings(release));
        if (!label.equals(Pem.CERTIFICATE_REQUEST)) {
            // For the reason that the API server refuses it.
            CertificateRequest.parse(text, release);
        }
    }

    private static void key(String text, KubernetesRelease release, List<Finding> found) {
        if (Pem.blocks(text).get(0).headers().containsKey("DEK-Info")) {
            return; // It is encrypted, so there is nothing to see.
        }
        Pem.parseTlsPrivateKey(text, release);
        try {
            for (PublicKey key : Pem.parsePublicKeys(text)) {
                found.addAll(KeyAlgorithm.findings(key, release));
            }
        } catch (InvalidFormatException e) {
            // Not of every private key the public one is read; then its certificate has it.
            return;
        }
    }

    /** A file with both is one that a kubelet's certificate store or a server reads as a pair. */
    private void pair() {
        if (certificatePlace.line() == 0) {
            return;
        }
        try {
            CertificateAndKey.parse(file.text(), judge.release());
        } catch (InvalidFormatException e) {
            if (e.code().equals("KEY_MISMATCH")) {
                findings.add(
                        Finding.error(e.code(), certificatePlace, e.rule(), "put the certificate beside its own key"));
            }
        }
    }
}
