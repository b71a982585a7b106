package io.github.kubetls.internal.net;

/**
 * Whether a text is one mail address (RFC 5322, section 3.4), as Go's {@code mail.ParseAddress} takes it: with or without a
 * name and comments. What an encoded word (RFC 2047) stands for does not matter.
 */
public final class MailAddress {

    private static final String SPECIALS = "()<>[]:;@\\,\"";

    /** The text is no address. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("no mail address", null, false, false);
        }
    }

    private final String text;
    private int at;

    private MailAddress(String text) {
        this.text = text;
    }

    /**
     * {@return whether a text is a mail address}
     *
     * @param text the text
     */
    public static boolean isOne(String text) {
        MailAddress parser = new MailAddress(text);
        try {
            int addresses = parser.address(true);
            parser.commentsAndSpace();
            return addresses == 1 && parser.isAtEnd();
        } catch (Malformed e) {
            return false;
        }
    }

    /** Reads an address, or a group of them where that is allowed, and returns how many there are. */
    private int address(boolean groupAllowed) throws Malformed {
        space();
        if (isAddrSpec()) {
            return 1;
        }
        if (peek() != '<') {
            phrase();
        }
        if (groupAllowed && accept(':')) {
            return group();
        }
        require(accept('<') && isAddrSpec() && accept('>'));
        return 1;
    }

    private int group() throws Malformed {
        int addresses = 0;
        do {
            addresses += address(false);
            commentsAndSpace();
        } while (accept(','));
        require(accept(';'));
        return addresses;
    }

    /** Reads {@code local@domain}, or nothing. */
    private boolean isAddrSpec() {
        int start = at;
        try {
            addrSpec();
            return true;
        } catch (Malformed e) {
            at = start;
            return false;
        }
    }

    private void addrSpec() throws Malformed {
        space();
        if (peek() == '"') {
            require(quotedString() > 0);
        } else {
            dotAtom();
        }
        require(accept('@'));
        space();
        if (peek() == '[') {
            domainLiteral();
        } else {
            dotAtom();
        }
    }

    private void dotAtom() throws Malformed {
        String atom = atom();
        require(!atom.startsWith(".") && !atom.contains("..") && !atom.endsWith("."));
    }

    private String atom() throws Malformed {
        int start = at;
        while (isVisible(peek()) && SPECIALS.indexOf(peek()) < 0) {
            at++;
        }
        require(at > start);
        return text.substring(start, at);
    }

    private void domainLiteral() throws Malformed {
        int start = ++at;
        while (isVisible(peek()) && "[]\\".indexOf(peek()) < 0) {
            at++;
        }
        String address = text.substring(start, at);
        require(accept(']') && IpText.parse(address).isPresent());
    }

    /** One word or more; what follows the first one need not be a word. */
    private void phrase() throws Malformed {
        word();
        while (true) {
            commentsAndSpace();
            int start = at;
            if (isAtEnd()) {
                return;
            }
            try {
                word();
            } catch (Malformed e) {
                at = start;
                return;
            }
        }
    }

    private void word() throws Malformed {
        if (peek() == '"') {
            quotedString();
        } else {
            atom();
        }
    }

    /** Reads a quoted string and returns how many characters it has. */
    private int quotedString() throws Malformed {
        at++;
        int length = 0;
        while (!accept('"')) {
            accept('\\');
            require(isVisible(peek()) || isSpace(peek()));
            at++;
            length++;
        }
        return length;
    }

    private void commentsAndSpace() throws Malformed {
        space();
        while (accept('(')) {
            comment();
            space();
        }
    }

    /** Reads the rest of a comment, in which there may be others. */
    private void comment() throws Malformed {
        for (int depth = 1; depth > 0; at++) {
            require(!isAtEnd());
            if (peek() == '\\') {
                at++;
            } else if (peek() == '(') {
                depth++;
            } else if (peek() == ')') {
                depth--;
            }
        }
    }

    private void space() {
        while (isSpace(peek())) {
            at++;
        }
    }

    private boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private boolean isAtEnd() {
        return at >= text.length();
    }

    /** The next character, or NUL, which is never allowed, at the end. */
    private char peek() {
        return isAtEnd() ? 0 : text.charAt(at);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isVisible(char c) {
        return c > ' ' && c != 0x7F;
    }

    private static void require(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }
}
