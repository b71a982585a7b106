package io.github.kubetls.internal.yaml;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * The events of a YAML text. Jackson's parser is asked for SnakeYAML's events, not for its tokens: those know neither
 * style nor tag, which decide what a scalar means to Kubernetes.
 */
final class YamlEvents extends YAMLParser implements Events {

    private static final Pattern ANCHOR = Pattern.compile("[0-9A-Za-z_-]+");

    /** With these quotes do not matter. */
    private static final Set<String> MERGE_TAGS = Set.of("!", "tag:yaml.org,2002:merge");

    private final TextReader reader;
    private @Nullable Event event;

    YamlEvents(String text) {
        this(new TextReader(text));
    }

    private YamlEvents(TextReader reader) {
        super(context(), 0, 0, null, Reader.nullReader(), new ParserImpl(reader, new LoaderOptions()));
        this.reader = reader;
    }

    private static IOContext context() {
        return new IOContext(
                StreamReadConstraints.defaults(),
                StreamWriteConstraints.defaults(),
                ErrorReportConfiguration.defaults(),
                new BufferRecycler(),
                ContentReference.unknown(),
                false);
    }

    @Override
    public Kind next() throws Malformed {
        try {
            while (true) {
                event = getEvent();
                if (event == null) {
                    return Kind.NOTHING;
                }
                requireNameOfAnchor();
                switch (event.getEventId()) {
                    case Scalar -> {
                        return Kind.SCALAR;
                    }
                    case Alias -> {
                        return Kind.ALIAS;
                    }
                    case MappingStart -> {
                        return Kind.MAPPING;
                    }
                    case SequenceStart -> {
                        return Kind.SEQUENCE;
                    }
                    case MappingEnd, SequenceEnd -> {
                        return Kind.END;
                    }
                    default -> {
                        // The bounds of the stream and of its documents.
                    }
                }
            }
        } catch (MarkedYAMLException e) {
            throw notWellFormed(SyntaxReason.ofYaml(e.getContext(), e.getProblem()), e.getProblemMark());
        } catch (YAMLException | NumberFormatException e) {
            throw notWellFormed(SyntaxReason.YAML, reader.getMark());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SnakeYAML takes other characters, too. */
    private void requireNameOfAnchor() throws Malformed {
        String anchor = anchor();
        if (anchor != null && !ANCHOR.matcher(anchor).matches()) {
            throw malformed(SyntaxReason.ANCHOR);
        }
    }

    private static Malformed notWellFormed(String rule, @Nullable Mark mark) {
        return mark == null
                ? new Malformed("DOCUMENT_INVALID", rule, 0, 0)
                : new Malformed("DOCUMENT_INVALID", rule, mark.getLine() + 1, mark.getColumn() + 1);
    }

    @Override
    public int line() {
        return event == null ? 0 : event.getStartMark().getLine() + 1;
    }

    @Override
    public int column() {
        return event == null ? 0 : event.getStartMark().getColumn() + 1;
    }

    @Override
    public @Nullable String anchor() {
        return event instanceof NodeEvent node ? node.getAnchor() : null;
    }

    @Override
    public @Nullable String key() throws Malformed {
        if (!(event instanceof ScalarEvent scalar)) {
            throw malformed(SyntaxReason.YAML + ": a key has to be a text");
        }
        if (isMerge()) {
            return scalar.getValue();
        }
        return Scalars.key(resolve(scalar, "has a key whose tag does not fit its text"));
    }

    @Override
    public boolean isMerge() {
        return event instanceof ScalarEvent scalar
                && scalar.getValue().equals("<<")
                && (scalar.getTag() == null ? scalar.isPlain() : MERGE_TAGS.contains(scalar.getTag()));
    }

    @Override
    public @Nullable Object value() throws Malformed {
        return event instanceof ScalarEvent scalar ? resolve(scalar, "has a tag that does not fit its text") : null;
    }

    private @Nullable Object resolve(ScalarEvent scalar, String mismatch) throws Malformed {
        if (scalar.getScalarStyle() == DumperOptions.ScalarStyle.DOUBLE_QUOTED
                && reader.escapesSurrogate(
                        scalar.getStartMark().getIndex(), scalar.getEndMark().getIndex())) {
            throw malformed("has an escape in double quotes that Kubernetes does not take");
        }
        try {
            return Scalars.resolve(scalar.getValue(), scalar.isPlain(), scalar.getTag());
        } catch (Scalars.TagMismatch e) {
            throw malformed(mismatch);
        }
    }
}
