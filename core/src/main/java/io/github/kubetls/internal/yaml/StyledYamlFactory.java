package io.github.kubetls.internal.yaml;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Makes YAML parsers that also tell the style, tag and anchor of a node, and that leave scalars as they are written. */
final class StyledYamlFactory extends YAMLFactory {

    private static final long serialVersionUID = 1L;

    private StyledYamlFactory(YamlLimits limits) {
        super(YAMLFactory.builder()
                .loaderOptions(loaderOptions(limits))
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxStringLength(limits.maxLength())
                        .maxNameLength(limits.maxLength())
                        .build()));
    }

    private static LoaderOptions loaderOptions(YamlLimits limits) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(limits.maxLength());
        return options;
    }

    static Parser parser(String text, YamlLimits limits) throws java.io.IOException {
        return (Parser) new StyledYamlFactory(limits).createParser(new java.io.StringReader(text));
    }

    @Override
    protected YAMLParser _createParser(Reader reader, IOContext context) {
        return new Parser(context, _parserFeatures, _yamlParserFeatures, _loaderOptions, getCodec(), reader);
    }

    /** The parser; its extra methods speak of the current token. */
    static final class Parser extends YAMLParser {

        private Parser(
                IOContext context,
                int features,
                int yamlFeatures,
                LoaderOptions options,
                @Nullable ObjectCodec codec,
                Reader reader) {
            super(context, features, yamlFeatures, options, codec, reader);
        }

        @Override
        protected JsonToken _decodeScalar(ScalarEvent scalar) {
            _textValue = scalar.getValue();
            _cleanedTextValue = null;
            return _currToken = JsonToken.VALUE_STRING;
        }

        ScalarEvent scalar() {
            return (ScalarEvent) _lastEvent;
        }

        @Nullable
        String anchor() {
            return _lastEvent instanceof NodeEvent node ? node.getAnchor() : null;
        }
    }
}
