package io.github.kubetls.internal.net;

/** URLs as texts, which need not be well-formed. */
public final class UrlText {

    private UrlText() {}

    /** {@return a URL without user information, query and fragment, any of which may hold a secret} */
    public static String withoutSecrets(String url) {
        int end = 0;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        return withUser(url.substring(0, end), "");
    }

    /** {@return a URL to show: with its user information, if there is any, replaced} */
    public static String withRedactedUser(String url) {
        return withUser(url, "REDACTED@");
    }

    private static String withUser(String url, String user) {
        int scheme = url.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int slash = url.indexOf('/', start);
        // Within the authority, or what someone took for it: a password with a slash must not get through.
        int at = url.lastIndexOf('@');
        boolean inPath = slash >= 0 && at > slash && url.substring(start, slash).indexOf(':') < 0;
        return at < start || inPath ? url : url.substring(0, start) + user + url.substring(at + 1);
    }
}
