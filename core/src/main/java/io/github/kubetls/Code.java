package io.github.kubetls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The explanation of a code, as findings, {@link InvalidFormatException} and rejections carry it: what it means, what gives it,
 * and what to do.
 *
 * <p>The name of a code is its subject, in the words of Kubernetes or an RFC, and its {@link State}: {@code TOKEN_EXPIRED},
 * {@code CA_FLAG_MISSING}. Names are stable; the texts are for people and may change. The catalogue is read when it is first
 * asked for.
 *
 * <pre>{@code
 * Code.of(finding.code()).ifPresent(code -> out.println(code.meaning() + " " + code.fix()));
 * }</pre>
 */
public final class Code {

    /** What is wrong with a subject, or what became of it: the end of a code's name. */
    public enum State {
        /** It does not have the form that is required. */
        INVALID("does not have the form that is required"),
        /** It is required, and not there. */
        MISSING("is required, and not there"),
        /** It is there, and has nothing in it. */
        EMPTY("is there, and has nothing in it"),
        /** A part of it is there, and another part that is required with it is not. */
        INCOMPLETE("is there in part, and another part that is required with it is not"),
        /** It names something that does not exist, or that the reader does not know. */
        UNKNOWN("names something that does not exist, or that the reader does not know"),
        /** It is well-formed, but of a kind that is not taken here. */
        UNSUPPORTED("is well-formed, but of a kind that is not taken here"),
        /** Earlier releases of Kubernetes took it. */
        REMOVED("was taken by earlier releases of Kubernetes"),
        /** It stands where nothing of its kind belongs. */
        UNEXPECTED("stands where nothing of its kind belongs"),
        /** It must not be set or changed here. */
        FORBIDDEN("must not be set or changed here"),
        /** It is there more than once. */
        DUPLICATE("is there more than once"),
        /** It excludes something that is set together with it. */
        CONFLICTING("excludes something that is set together with it"),
        /** It is not the one that something else demands. */
        MISMATCH("is not the one that something else demands"),
        /** It has no effect, and nothing says so. */
        IGNORED("has no effect, and nothing says so"),
        /** It is legal, but most likely not what was meant. */
        SUSPECT("is legal, but most likely not what was meant"),
        /** It is switched off. */
        DISABLED("is switched off"),
        /** It weakens the cluster's security. */
        INSECURE("weakens the security of the cluster"),
        /** It is a secret, or has secrets, and others can read it. */
        EXPOSED("is or has a secret that others can read"),
        /** Nobody can verify it. */
        UNTRUSTED("cannot be verified by anybody"),
        /** It is more than is allowed or wise. */
        EXCESSIVE("is more than is allowed or wise"),
        /** It is less than is needed. */
        INSUFFICIENT("is less than is needed"),
        /** Its time is over. */
        EXPIRED("was valid, and its time is over"),
        /** Its time is nearly over. */
        EXPIRING("is valid, and its time is nearly over"),
        /** Its time has not come. */
        NOT_YET_VALID("is not valid before a time in the future"),
        /** It is still to come, from somebody else. */
        PENDING("is still to come, from somebody else"),
        /** It is there and cannot be read. */
        UNREADABLE("cannot be read"),
        /** It did not answer. */
        UNREACHABLE("did not answer, or not as it should"),
        /** It is being deleted. */
        DELETED("is being deleted"),
        /** A component takes it. */
        ACCEPTED("is taken by the component that it is for"),
        /** A component does not take it. */
        REFUSED("is not taken by the component that it is for");

        private final String meaning;

        State(String meaning) {
            this.meaning = meaning;
        }

        /** {@return what the state says of a subject, such as {@code is there more than once}} */
        public String meaning() {
            return meaning;
        }

        private static Optional<State> of(String code) {
            return Arrays.stream(values())
                    .filter(state -> code.endsWith("_" + state.name()))
                    .findFirst();
        }
    }

    private final String name;
    private final String topic;
    private final State state;
    private final String meaning;
    private final String example;
    private final String fix;

    private Code(String name, String topic, String meaning, String example, String fix) {
        this.name = name;
        this.topic = topic;
        this.state = State.of(name).orElseThrow(() -> new IllegalStateException(name + " ends in no state"));
        this.meaning = meaning;
        this.example = example;
        this.fix = fix;
    }

    /**
     * {@return the explanation of a code, or empty when the library has no such code}
     *
     * @param name the code, such as {@code TOKEN_EXPIRED}
     */
    public static Optional<Code> of(String name) {
        return Optional.ofNullable(Catalogue.CODES.get(name));
    }

    /** {@return all codes of the library and of the audit among its examples, topic by topic} */
    public static List<Code> all() {
        return List.copyOf(Catalogue.CODES.values());
    }

    /** {@return the code, such as {@code TOKEN_EXPIRED}} */
    public String name() {
        return name;
    }

    /** {@return the part of bootstrapping that the code belongs to, such as {@code Bootstrap tokens}} */
    public String topic() {
        return topic;
    }

    /** {@return the end of the name} */
    public State state() {
        return state;
    }

    /** {@return what the code says, in one to three sentences} */
    public String meaning() {
        return meaning;
    }

    /** {@return an input or a situation that gives the code; what is between grave accents is literal} */
    public String example() {
        return example;
    }

    /** {@return what to do about it; what is between grave accents is literal} */
    public String fix() {
        return fix;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    /** Loaded when the first code is asked for. */
    private static final class Catalogue {

        private static final String RESOURCE = "codes.txt";
        private static final Map<String, Code> CODES = Collections.unmodifiableMap(read());

        private static Map<String, Code> read() {
            Map<String, Code> codes = new LinkedHashMap<>();
            String topic = "";
            for (String block : text().strip().split("\n{2,}")) {
                if (block.startsWith("[")) {
                    topic = block.substring(1, block.length() - 1);
                } else if (!block.startsWith("#")) {
                    Code code = code(topic, block);
                    if (codes.put(code.name, code) != null) {
                        throw new IllegalStateException(code.name + " is in the catalogue twice");
                    }
                }
            }
            return codes;
        }

        private static Code code(String topic, String block) {
            String[] lines = block.replaceAll("\n {4}", " ").split("\n");
            return new Code(
                    lines[0], topic, value("meaning", lines[1]), value("example", lines[2]), value("fix", lines[3]));
        }

        private static String value(String key, String line) {
            String start = "  " + key + ": ";
            if (!line.startsWith(start)) {
                throw new IllegalStateException("expected" + start + "in the catalogue");
            }
            return line.substring(start.length());
        }

        private static String text() {
            try (InputStream stream = Objects.requireNonNull(Code.class.getResourceAsStream(RESOURCE), RESOURCE)) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
