package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.manifest.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The syntax of signer names: a domain of at least two DNS labels, a slash, and DNS subdomains joined by dots. */
final class SignerNameRules {

    private static final String FIELD = "spec.signerName";
    private static final int LONGEST_NAME =
            NameRules.MAX_SUBDOMAIN + 1 + NameRules.MAX_LABEL + 1 + NameRules.MAX_SUBDOMAIN;

    private final KubernetesRelease release;
    private final List<FieldError> errors = new ArrayList<>();

    private SignerNameRules(KubernetesRelease release) {
        this.release = release;
    }

    static List<FieldError> check(SignerName name, KubernetesRelease release) {
        SignerNameRules rules = new SignerNameRules(release);
        if (name.equals(SignerName.LEGACY_UNKNOWN)) {
            return List.of(FieldError.invalid(
                    FIELD, name.value(), "the legacy signerName is not allowed via this API version"));
        }
        rules.check(name.value());
        return List.copyOf(rules.errors);
    }

    private void check(String name) {
        if (name.isEmpty()) {
            errors.add(FieldError.required(
                    FIELD, Feature.REQUIRED_WITHOUT_DETAIL.in(release) ? "" : "signerName must be provided"));
            return;
        }
        String[] segments = name.split("/", -1);
        if (segments.length != 2) {
            errors.add(FieldError.invalid(
                    FIELD, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
            return;
        }
        checkLength(segments[0], NameRules.MAX_SUBDOMAIN);
        checkLabels(segments[0], NameRules::label);
        if (segments[0].indexOf('.') < 0) {
            errors.add(FieldError.invalid(
                    FIELD, segments[0], "should be a domain with at least two segments separated by dots"));
        }
        checkLabels(segments[1], NameRules::subdomain);
        checkLength(name, LONGEST_NAME);
    }

    private void checkLength(String text, int longest) {
        if (NameRules.length(text) > longest) {
            errors.add(FieldError.tooLong(FIELD, NameRules.tooLong(longest, release)));
        }
    }

    /** Only the first bad label is reported. */
    private void checkLabels(String segment, Function<String, List<String>> defects) {
        for (String label : segment.split("\\.", -1)) {
            List<String> found = defects.apply(label);
            if (!found.isEmpty()) {
                found.forEach(defect -> errors.add(
                        FieldError.invalid(FIELD, segment, "validating label " + GoText.quote(label) + ": " + defect)));
                return;
            }
        }
    }
}
