package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The checks of the API server on ClusterTrustBundles: of an entry the first defect, of the whole only when no entry has one. */
final class TrustBundleValidation {

    private static final String FIELD = "spec.trustBundle";
    private static final int LONGEST_BUNDLE = 1024 * 1024;

    private final List<FieldError> errors = new ArrayList<>();

    private final KubernetesRelease release;

    private TrustBundleValidation(KubernetesRelease release) {
        this.release = release;
    }

    static List<FieldError> create(ClusterTrustBundle bundle, KubernetesRelease release) {
        TrustBundleValidation validation = new TrustBundleValidation(release);
        validation.checkName(bundle);
        validation.checkBundle(bundle.trustBundle());
        return List.copyOf(validation.errors);
    }

    static List<FieldError> update(ClusterTrustBundle stored, ClusterTrustBundle proposed, KubernetesRelease release) {
        TrustBundleValidation validation = new TrustBundleValidation(release);
        validation.checkName(proposed);
        if (!stored.trustBundle().equals(proposed.trustBundle())) {
            validation.checkBundle(proposed.trustBundle());
        }
        if (!stored.signerName().equals(proposed.signerName())) {
            validation.errors.add(FieldError.invalid(
                    "spec.signerName",
                    proposed.signerName().map(SignerName::value).orElse(""),
                    "field is immutable"));
        }
        return List.copyOf(validation.errors);
    }

    private void checkName(ClusterTrustBundle bundle) {
        ObjectMeta metadata = bundle.metadata();
        if (metadata.name().isEmpty() && metadata.generateName().isEmpty()) {
            errors.add(FieldError.required("metadata.name", NameRules.NAME_MISSING));
        }
        NameRules.objectName(
                metadata.name(),
                metadata.generateName(),
                (name, isPrefix) -> brokenRules(bundle, name, isPrefix),
                (field, name, rule) -> errors.add(FieldError.invalid(field, name, rule)));
        errors.addAll(metadata.violations(release));
        bundle.signerName().ifPresent(signer -> errors.addAll(signer.violations(release)));
    }

    /** What the signer demands of the beginning; what follows, or all without a signer, is a DNS subdomain. */
    private static List<String> brokenRules(ClusterTrustBundle bundle, String name, boolean isPrefix) {
        if (bundle.signerName().isEmpty()) {
            return name.contains(":")
                    ? List.of("ClusterTrustBundle without signer name must not have \":\" in its name")
                    : NameRules.subdomain(name, isPrefix);
        }
        SignerName signer = bundle.signerName().get();
        String beginning = ClusterTrustBundle.prefix(signer);
        return name.startsWith(beginning)
                ? NameRules.subdomain(name.substring(beginning.length()), isPrefix)
                : List.of("ClusterTrustBundle for signerName " + signer + " must be named with prefix " + beginning);
    }

    private void checkBundle(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_BUNDLE) {
            errors.add(FieldError.tooLong(FIELD, NameRules.tooLong(LONGEST_BUNDLE, release)));
            return;
        }
        int before = errors.size();
        Map<ByteBuffer, List<Integer>> indices = new LinkedHashMap<>();
        List<Pem.Block> blocks = Pem.blocks(text, release);
        for (int i = 0; i < blocks.size(); i++) {
            String defect = defect(blocks.get(i));
            if (defect.isEmpty()) {
                indices.computeIfAbsent(ByteBuffer.wrap(blocks.get(i).bytes()), key -> new ArrayList<>())
                        .add(i);
            } else {
                invalid("entry " + i + " " + defect);
            }
        }
        if (errors.size() > before) {
            return;
        }
        if (indices.isEmpty()) {
            invalid("at least one trust anchor must be provided");
        }
        indices.values().stream()
                .filter(places -> places.size() > 1)
                .forEach(places -> invalid("duplicate trust anchor (indices ["
                        + places.stream().map(String::valueOf).collect(Collectors.joining(" ")) + "])"));
    }

    private void invalid(String detail) {
        errors.add(FieldError.invalid(FIELD, "<value omitted>", detail));
    }

    private String defect(Pem.Block block) {
        if (!block.label().equals(Pem.CERTIFICATE)) {
            return "has bad block type: " + block.label();
        }
        if (!block.headers().isEmpty()) {
            return "has PEM block headers";
        }
        try {
            List<X509Certificate> certificates = block.parseCertificates(release);
            if (certificates.size() != 1) {
                return "does not parse as X.509";
            }
            return certificates.get(0).getBasicConstraints() < 0 ? "does not have the CA bit set" : "";
        } catch (InvalidFormatException e) {
            return "does not parse as X.509";
        }
    }
}
