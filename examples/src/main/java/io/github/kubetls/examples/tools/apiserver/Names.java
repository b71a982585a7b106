package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.manifest.FieldError;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** The names of objects. */
final class Names {

    private static final String SUBDOMAIN_PATTERN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_PATTERN);
    private static final int LONGEST = 253;
    // Without vowels and what looks alike, so that no words come out.
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int RANDOM_LETTERS = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    static void requireSubdomain(ApiResource resource, ObjectNode object) {
        String name = Metadata.of(object).name();
        if (name.length() > LONGEST) {
            throw ApiFailure.invalid(
                    resource, name, FieldError.invalid("metadata.name", name, "must be no more than 253 characters"));
        }
        if (!SUBDOMAIN.matcher(name).matches()) {
            throw ApiFailure.invalid(
                    resource,
                    name,
                    FieldError.invalid(
                            "metadata.name",
                            name,
                            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                                    + " '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
                                    + " regex used for validation is '" + SUBDOMAIN_PATTERN + "')"));
        }
    }

    /** A prefix with five random characters. */
    static String generate(String prefix) {
        StringBuilder name = new StringBuilder(prefix);
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            name.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return name.toString();
    }
}
