package io.github.kubetls.certificate;

import io.github.kubetls.internal.net.HostNames;
import java.util.Locale;
import java.util.Optional;

/**
 * A mailbox as Kubernetes' certificate reader takes it apart (RFC 2821, section 4.1.2; outside of quotes, too, a backslash takes
 * any character: RFC 3696, section 3).
 *
 * @param local  what stands before the {@code @}, without quotes and backslashes
 * @param domain what stands behind it
 */
record Mailbox(String local, String domain) {

    /** What may stand before the {@code @} of a mailbox that is not quoted: atoms and dots (RFC 2822, section 3.2.4). */
    private static final String ATOMS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.";

    private static final String NEVER_ESCAPED = "\0\n\r";
    private static final String NEVER_QUOTED = NEVER_ESCAPED + "\t";

    static Optional<Mailbox> parse(String text) {
        boolean quoted = text.startsWith("\"");
        StringBuilder local = new StringBuilder();
        int at = quoted ? 1 : 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
                if (at == text.length() || quoted && NEVER_ESCAPED.indexOf(text.charAt(at)) >= 0) {
                    return Optional.empty();
                }
            } else if (quoted ? c == '"' : ATOMS.indexOf(c) < 0) {
                break;
            } else if (quoted && NEVER_QUOTED.indexOf(c) >= 0) {
                return Optional.empty();
            }
            local.append(text.charAt(at));
        }
        int end = quoted ? at + 1 : at;
        boolean valid = end < text.length()
                && text.charAt(end) == '@'
                && (quoted || HostNames.isDomain(local.toString().replaceAll("[^.]", "x")) && local.length() > 0)
                && HostNames.isDomain(text.substring(end + 1));
        return valid ? Optional.of(new Mailbox(local.toString(), text.substring(end + 1))) : Optional.empty();
    }

    /** What two spellings of one mailbox have in common: the case of the domain does not matter. */
    String comparable() {
        return local + "@" + domain.toLowerCase(Locale.ROOT);
    }
}
