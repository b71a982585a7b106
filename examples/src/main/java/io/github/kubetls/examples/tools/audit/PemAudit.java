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
    private int keyLine;
    private int certificateLine;

    private PemAudit(SourceFile file, Instant now, FileFindings findings) {
        this.file = file;
        this.now = now;
        this.findings = findings;
    }

    static void audit(SourceFile file, Instant now, FileFindings findings) throws IOException {
        PemAudit audit = new PemAudit(file, now, findings);
        audit.blocks();
        if (audit.keyLine > 0) {
            findings.addAll(FilePermissions.findings(file.path()), audit.keyLine);
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
            block(label, text.substring(start, found ? begin.start() : text.length()), line);
        }
    }

    private void block(String label, String text, int line) {
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
                findings.add(malformed(label), line);
            }
            return;
        }
        findings.recognise();
        try {
            if (isCertificate) {
                certificates(blocks.get(0), line);
            } else if (isKey) {
                key(text, line);
            } else {
                request(label, text, line);
            }
        } catch (InvalidFormatException e) {
            findings.add(Finding.error(e.code(), Location.none(), e.rule(), CORRECT), line);
        } catch (CryptoException e) {
            findings.add(
                    Finding.error("PEM_INVALID", Location.none(), "the block " + label + " cannot be read", CORRECT),
                    line);
        }
    }

    private static Finding malformed(String label) {
        return Finding.error(
                "PEM_INVALID",
                Location.none(),
                "the block " + label + " has no end or is not base64; readers pass it over without a word",
                CORRECT);
    }

    private void certificates(Pem.Block block, int line) {
        certificateLine = certificateLine == 0 ? line : certificateLine;
        for (X509Certificate certificate : block.parseCertificates()) {
            boolean isCa = certificate.getBasicConstraints() >= 0;
            findings.addAll(
                    isCa
                            ? CertificateAuthority.findings(certificate, now)
                            : CertificateAndKey.findings(certificate, now),
                    line);
        }
    }

    private void request(String label, String text, int line) {
        findings.addAll(CertificateRequest.parseForeign(text).findings(), line);
        if (!label.equals(Pem.CERTIFICATE_REQUEST)) {
            // For the reason that the API server refuses it.
            CertificateRequest.parse(text);
        }
    }

    private void key(String text, int line) {
        keyLine = keyLine == 0 ? line : keyLine;
        if (Pem.blocks(text).get(0).headers().containsKey("DEK-Info")) {
            return; // It is encrypted, so there is nothing to see.
        }
        Pem.parseTlsPrivateKey(text);
        try {
            for (PublicKey key : Pem.parsePublicKeys(text)) {
                findings.addAll(KeyAlgorithm.findings(key), line);
            }
        } catch (InvalidFormatException e) {
            // Not of every private key the public one is read; then its certificate has it.
            return;
        }
    }

    /** A file with both is one that a kubelet's certificate store or a server reads as a pair. */
    private void pair() {
        if (certificateLine == 0) {
            return;
        }
        try {
            CertificateAndKey.parse(file.text());
        } catch (InvalidFormatException e) {
            if (e.code().equals("KEY_MISMATCH")) {
                findings.add(
                        Finding.error(e.code(), Location.none(), e.rule(), "put the certificate beside its own key"),
                        certificateLine);
            }
        }
    }
}
