package io.github.kubetls.internal.flags;

import io.github.kubetls.internal.text.GoText;

/** An argument that pflag refuses. The message repeats no value, which may be a secret. */
public final class BadFlag extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** It is no {@code --name} or {@code --name=value}. */
        FLAG_INVALID,
        /** There is no such flag. */
        FLAG_UNKNOWN,
        /** The flag's value is missing. */
        FLAG_VALUE_MISSING,
        /** The flag does not take this value. */
        FLAG_VALUE_INVALID,
        /** It is no flag where there may be flags only. */
        ARGUMENT_UNEXPECTED
    }

    /** What is wrong. */
    private final Reason reason;

    /** The flag. */
    private final String flag;

    /** What pflag says. */
    private final String words;

    /** Which argument it is. */
    private final int index;

    private BadFlag(Reason reason, String flag, String message, String words, int index) {
        super(message);
        this.reason = reason;
        this.flag = flag;
        this.words = words;
        this.index = index;
    }

    BadFlag(Reason reason, String flag, String message, String words) {
        this(reason, flag, message, words, -1);
    }

    static BadFlag value(Flag flag, String value, String rule, String goRule) {
        String names = flag.shorthand().isEmpty() ? flag.toString() : "-" + flag.shorthand() + ", " + flag;
        return new BadFlag(
                Reason.FLAG_VALUE_INVALID,
                flag.toString(),
                "invalid argument for \"" + flag + "\" flag: " + rule,
                "invalid argument " + GoText.quote(value) + " for \"" + names + "\" flag: " + goRule);
    }

    BadFlag at(int argument) {
        return new BadFlag(reason, flag, String.valueOf(getMessage()), words, argument);
    }

    /** {@return what is wrong} */
    public Reason reason() {
        return reason;
    }

    /** {@return the flag with its dashes, or empty when the argument is none} */
    public String flag() {
        return flag;
    }

    /** {@return what pflag says, which repeats the argument} */
    public String words() {
        return words;
    }

    /** {@return which argument it is, from 0} */
    public int index() {
        return index;
    }
}
