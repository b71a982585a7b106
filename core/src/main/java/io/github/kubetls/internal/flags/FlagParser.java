package io.github.kubetls.internal.flags;

import io.github.kubetls.internal.flags.BadFlag.Reason;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.Invisible;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line as Go's pflag does: {@code --name=value} or {@code --name value}, {@code -n value}, {@code -n=value} or
 * {@code -nvalue}, and shorthands without values in one word; a boolean takes a value only after {@code =}; {@code --} ends
 * the flags, which may stand anywhere else.
 */
public final class FlagParser {

    /** Whose command line it is. */
    public enum Program {
        /** kubelet takes no arguments but flags. */
        KUBELET,
        /** Components of the control plane take none either, but for empty ones. */
        CONTROL_PLANE,
        /** kubectl takes names. */
        KUBECTL,
        /** kubeadm takes names and, unlike all others, tells underscores from dashes. */
        KUBEADM;

        /** Most flags of a component have nothing to do with bootstrapping, so they are not known here. */
        private boolean isComponent() {
            return this == KUBELET || this == CONTROL_PLANE;
        }
    }

    /** What looks like a hyphen, and is what word processors make of one. */
    private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212";

    private static final Pattern BLANK_IN_NAME = Pattern.compile("^[^=]*\\s");
    private static final Pattern NUMBER = Pattern.compile("-[0-9]+(?:\\.[0-9]+)?");

    private final Program program;
    private final List<String> words;
    private final FlagSet.Builder flags;
    private final Map<String, Flag> names = new HashMap<>();
    private final Map<String, Flag> shorthands = new HashMap<>();
    private int next;

    private FlagParser(Program program, List<String> words, FlagSet.Builder flags) {
        this.program = program;
        this.words = words;
        this.flags = flags;
        for (Flag flag : flags.known) {
            names.put(flag.name(), flag);
            names.put(flag.formerName(), flag);
            shorthands.put(flag.shorthand(), flag);
        }
        names.remove("");
    }

    /**
     * Reads a command line.
     *
     * @param program whose it is
     * @param words   the arguments
     * @param flags   which flags the program knows, and where to put them
     * @return the flags
     * @throws BadFlag when the program would refuse the arguments
     */
    public static FlagSet parse(Program program, List<String> words, FlagSet.Builder flags) {
        return new FlagParser(program, words, flags).parse();
    }

    private FlagSet parse() {
        int firstOperand = -1;
        boolean afterDashes = false;
        while (next < words.size()) {
            int index = next++;
            String word = words.get(index);
            try {
                if (!afterDashes && word.equals("--")) {
                    afterDashes = true;
                } else if (!afterDashes && word.startsWith("--")) {
                    longFlag(word);
                } else if (!afterDashes && word.startsWith("-") && word.length() > 1) {
                    shorthands(word);
                } else {
                    flags.operand(word, afterDashes);
                    boolean ignored = program == Program.CONTROL_PLANE && word.isEmpty();
                    firstOperand = firstOperand < 0 && !ignored ? index : firstOperand;
                }
            } catch (BadFlag e) {
                throw e.at(index);
            } catch (IllegalArgumentException e) {
                String rule = String.valueOf(e.getMessage());
                throw new BadFlag(Reason.FLAG_VALUE_INVALID, "", rule, rule).at(index);
            }
        }
        if (program.isComponent() && firstOperand >= 0) {
            String rule = operandRule(words.get(firstOperand));
            throw new BadFlag(Reason.ARGUMENT_UNEXPECTED, "", rule, rule).at(firstOperand);
        }
        return flags.build();
    }

    private static String operandRule(String word) {
        String flagsOnly = "the component takes flags only; ";
        if (!word.isEmpty() && DASHES.indexOf(word.charAt(0)) >= 0) {
            return flagsOnly + "this begins with " + Invisible.name(word.charAt(0)) + ", where a flag has two hyphens";
        }
        return flagsOnly
                + Invisible.in(word)
                        .map(invisible -> "this has " + invisible.name() + " in it")
                        .orElse("a boolean flag takes its value after =, such as --name=false");
    }

    private String normal(String name) {
        return program == Program.KUBEADM ? name : name.replace('_', '-');
    }

    private void longFlag(String word) {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        if (name.isEmpty() || name.startsWith("-")) {
            throw new BadFlag(
                    Reason.FLAG_INVALID, "", "bad flag syntax: expected --name=value", "bad flag syntax: " + word);
        }
        @Nullable Flag flag = names.get(normal(name));
        if (flag != null) {
            if (normal(name).equals(flag.formerName())) {
                flags.byFormerName(flag.formerName());
            }
            take(flag, "--" + name + "=", equals < 0 ? null : word.substring(equals + 1), "--" + name);
        } else if (program.isComponent()) {
            keep(word, equals >= 0);
        } else {
            String rule = "unknown flag: --" + name;
            throw new BadFlag(Reason.FLAG_UNKNOWN, "--" + name, rule, rule);
        }
    }

    private void shorthands(String word) {
        String rest = word.substring(1);
        while (!rest.isEmpty()) {
            @Nullable Flag flag = shorthands.get(rest.substring(0, 1));
            if (flag == null) {
                unknownShorthand(word, rest);
                return;
            }
            String letter = "-" + rest.charAt(0);
            boolean equals = rest.length() > 2 && rest.charAt(1) == '=';
            if (!equals && rest.length() > 1 && flag.mayGoWithoutValue()) {
                take(flag, letter + "=", null, letter);
                rest = rest.substring(1);
            } else {
                @Nullable String attached = rest.length() == 1 ? null : rest.substring(equals ? 2 : 1);
                String prefix = attached == null || equals ? letter + "=" : letter;
                take(flag, prefix, attached, "'" + rest.charAt(0) + "' in -" + rest);
                return;
            }
        }
    }

    private void unknownShorthand(String word, String rest) {
        if (program.isComponent()) {
            String name = normal(word.substring(1).replaceFirst("=.*", ""));
            if (names.containsKey(name)) {
                String rule = "has one dash where --" + name + " has two";
                throw new BadFlag(Reason.FLAG_INVALID, "", rule, rule);
            }
            keep(word, word.length() > 2);
            return;
        }
        // A byte passes for a character in this message.
        int first = rest.getBytes(StandardCharsets.UTF_8)[0] & 0xFF;
        String letter = "'" + (first == '\'' || first == '\\' ? "\\" : "") + Visible.character(first) + "'";
        String rule = "unknown shorthand flag: " + letter;
        throw new BadFlag(Reason.FLAG_UNKNOWN, word.substring(0, 2), rule, rule + " in -" + rest);
    }

    /** Takes a flag with the value that is attached to it, or else with none if it may, or with the next word. */
    private void take(Flag flag, String prefix, @Nullable String attached, String inMessage) {
        boolean bare = attached == null && flag.mayGoWithoutValue();
        if (attached == null && !bare && next == words.size()) {
            String rule = "flag needs an argument: " + inMessage;
            throw new BadFlag(Reason.FLAG_VALUE_MISSING, flag.toString(), rule, rule);
        }
        String value = attached != null ? attached : bare ? "true" : words.get(next++);
        if (flag.kept()) {
            List<String> read = flag.read(value);
            boolean canonical = flag.kind() == Flag.Kind.BOOLEAN;
            flags.keep(bare ? prefix.substring(0, prefix.length() - 1) : prefix + (canonical ? read.get(0) : value));
        } else {
            flags.take(flag, value);
        }
    }

    /** Of a flag of another name it is unknown whether it takes a value: what follows, unless it is a flag, must be one. */
    private void keep(String word, boolean complete) {
        @Nullable String follower = complete || next == words.size() ? null : words.get(next);
        boolean takesNext = follower != null
                && (!follower.startsWith("-") || NUMBER.matcher(follower).matches());
        String argument = takesNext ? word + "=" + follower : word;
        String name = argument.substring(0, argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('='));
        Invisible.in(name).ifPresent(invisible -> {
            throw new IllegalArgumentException(
                    "the name of a flag has " + invisible.name() + " in it, which nobody sees");
        });
        if (BLANK_IN_NAME.matcher(argument).find()) {
            throw new IllegalArgumentException("the name of a flag has no blank in it");
        }
        flags.keep(argument);
        next += takesNext ? 1 : 0;
    }
}
