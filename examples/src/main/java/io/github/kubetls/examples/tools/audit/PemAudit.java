package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
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
    private final Instant now;
    private final FileFindings findings;
    private Location keyPlace = Location.none();
    private Location certificatePlace = Location.none();

    private PemAudit(SourceFile file, Instant now, FileFindings findings) {
        this.file = file;
        this.now = now;
        this.findings = findings;
    }

    static void audit(SourceFile file, Instant now, FileFindings findings) throws IOException {
        PemAudit audit = new PemAudit(file, now, findings);
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
        try {
            if (isCertificate) {
                certificates(blocks.get(0), at);
            } else if (isKey) {
                key(text, at);
            } else {
                request(label, text, at);
            }
        } catch (InvalidFormatException e) {
            findings.add(Finding.error(e.code(), at, e.rule(), CORRECT));
        } catch (CryptoException e) {
            findings.add(Finding.error("PEM_INVALID", at, "the block " + label + " cannot be read", CORRECT));
        }
    }

    private static Finding malformed(String label) {
        return Finding.error(
                "PEM_INVALID",
                Location.none(),
                "the block " + label + " has no end or is not base64; readers pass it over without a word",
                CORRECT);
    }

    private void certificates(Pem.Block block, Location at) {
        certificatePlace = certificatePlace.line() == 0 ? at : certificatePlace;
        for (X509Certificate certificate : block.parseCertificates()) {
            boolean isCa = certificate.getBasicConstraints() >= 0;
            findings.addAll(
                    isCa
                            ? CertificateAuthority.findings(certificate, now)
                            : CertificateAndKey.findings(certificate, now),
                    at);
        }
    }

    private void request(String label, String text, Location at) {
        findings.addAll(CertificateRequest.parseForeign(text).findings(), at);
        if (!label.equals(Pem.CERTIFICATE_REQUEST)) {
            // For the reason that the API server refuses it.
            CertificateRequest.parse(text);
        }
    }

    private void key(String text, Location at) {
        keyPlace = keyPlace.line() == 0 ? at : keyPlace;
        if (Pem.blocks(text).get(0).headers().containsKey("DEK-Info")) {
            return; // It is encrypted, so there is nothing to see.
        }
        Pem.parseTlsPrivateKey(text);
        try {
            for (PublicKey key : Pem.parsePublicKeys(text)) {
                findings.addAll(KeyAlgorithm.findings(key), at);
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
            CertificateAndKey.parse(file.text());
        } catch (InvalidFormatException e) {
            if (e.code().equals("KEY_MISMATCH")) {
                findings.add(
                        Finding.error(e.code(), certificatePlace, e.rule(), "put the certificate beside its own key"));
            }
        }
    }
}
