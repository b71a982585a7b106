package io.github.kubetls.kubeconfig;

/** URLs as texts, which need not be well-formed. */
final class UrlText {

    private UrlText() {}

    /** The URL without user information, query and fragment, any of which may hold a secret. */
    static String withoutSecrets(String url) {
        String text = url.replaceFirst("[?#].*$", "");
        int scheme = text.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int slash = text.indexOf('/', start);
        int end = slash < 0 ? text.length() : slash;
        int at = text.lastIndexOf('@', end - 1);
        return at < start ? text : text.substring(0, start) + text.substring(at + 1);
    }
}
