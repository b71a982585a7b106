package io.github.kubetls.examples.tools.apiserver;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a client sends, and what it wants to have. */
final class MediaTypes {

    /** The forms of an answer. */
    enum Form {
        /** The objects themselves. */
        OBJECT,
        /** Columns, as kubectl shows them. */
        TABLE,
        /** Metadata only. */
        METADATA
    }

    private static final Set<String> JSON_RANGES = Set.of("application/json", "application/*", "*/*");
    private static final Map<String, Form> FORMS = Map.of(
            "Table", Form.TABLE,
            "PartialObjectMetadata", Form.METADATA,
            "PartialObjectMetadataList", Form.METADATA);

    private MediaTypes() {}

    /** A media type without its parameters. */
    static String bare(String mediaType) {
        return mediaType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds the first form that a client accepts and this server has.
     *
     * @param accept the header {@code Accept}; empty for anything
     * @throws ApiFailure when there is none
     */
    static Form accepted(String accept) {
        if (accept.isBlank()) {
            return Form.OBJECT;
        }
        for (String range : accept.split(",")) {
            String as = parameter(range, "as");
            boolean meta = parameter(range, "g").equals("meta.k8s.io") && FORMS.containsKey(as);
            if (JSON_RANGES.contains(bare(range)) && (as.isEmpty() || meta)) {
                return FORMS.getOrDefault(as, Form.OBJECT);
            }
        }
        throw ApiFailure.notAcceptable();
    }

    private static String parameter(String mediaType, String name) {
        for (String part : mediaType.split(";")) {
            String[] pair = part.trim().split("=", 2);
            if (pair.length == 2 && pair[0].equals(name)) {
                return pair[1];
            }
        }
        return "";
    }

    /**
     * Refuses a body that this server cannot read.
     *
     * @param contentType the header {@code Content-Type}; empty counts as JSON
     * @throws ApiFailure when it is neither JSON nor YAML
     */
    static void requireReadable(String contentType) {
        if (!Set.of("", "application/json", "application/yaml", "*/*").contains(bare(contentType))) {
            throw ApiFailure.unsupportedMediaType("application/json, application/yaml");
        }
    }
}
