package io.github.kubetls.examples.tools.apiserver;

/** The resourceVersion of a list or watch. */
final class Versions {

    private Versions() {}

    /**
     * Reads it.
     *
     * @param query   the parameters
     * @param current the version of the store
     * @return the version; 0 for any
     * @throws ApiFailure when it is malformed, or of the future
     */
    static long parse(Query query, long current) {
        String text = query.text("resourceVersion");
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw ApiFailure.badRequest("invalid resource version " + Json.quote(text));
        }
        long version = Long.parseLong(text);
        if (version > current) {
            throw ApiFailure.timeout(version, current);
        }
        return version;
    }
}
