package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The syntax of signer names: a domain of at least two DNS labels, a slash, and DNS subdomains joined by dots. */
final class SignerNameRules {

    private static final String FIELD = "spec.signerName";
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_SUBDOMAIN = 253;
    private static final int LONGEST_NAME = LONGEST_SUBDOMAIN + 1 + LONGEST_LABEL + 1 + LONGEST_SUBDOMAIN;

    private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern LABEL = Pattern.compile(LABEL_FORM);
    private static final String NOT_A_LABEL = "a lowercase RFC 1123 label must consist of lower case alphanumeric "
            + "characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or "
            + "'123-abc', regex used for validation is '" + LABEL_FORM + "')";
    private static final String NOT_A_SUBDOMAIN = "a lowercase RFC 1123 subdomain must consist of lower case "
            + "alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
            + "'example.com', regex used for validation is '" + LABEL_FORM + "(\\." + LABEL_FORM + ")*')";

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
            errors.add(FieldError.required(FIELD, "signerName must be provided"));
            return;
        }
        String[] segments = name.split("/", -1);
        if (segments.length != 2) {
            errors.add(FieldError.invalid(
                    FIELD, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
            return;
        }
        checkLength(segments[0], LONGEST_SUBDOMAIN);
        checkLabels(segments[0], label -> defects(label, LONGEST_LABEL, NOT_A_LABEL));
        if (segments[0].indexOf('.') < 0) {
            errors.add(FieldError.invalid(
                    FIELD, segments[0], "should be a domain with at least two segments separated by dots"));
        }
        checkLabels(segments[1], label -> defects(label, LONGEST_SUBDOMAIN, NOT_A_SUBDOMAIN));
        checkLength(name, LONGEST_NAME);
    }

    private void checkLength(String text, int longest) {
        if (bytes(text) > longest) {
            String rule = release.isAtLeast(32) ? "may not be more than " : "must have at most ";
            errors.add(FieldError.tooLong(FIELD, rule + longest + " bytes"));
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

    private List<String> defects(String label, int longest, String notOfTheForm) {
        List<String> defects = new ArrayList<>();
        if (bytes(label) > longest) {
            defects.add("must be no more than " + longest + (release.isAtLeast(32) ? " bytes" : " characters"));
        }
        if (!LABEL.matcher(label).matches()) {
            defects.add(notOfTheForm);
        }
        return defects;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
