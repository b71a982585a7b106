package io.github.kubetls.benchmarks;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.token.TokenFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A token.csv of a million lines, and the tokens in it. */
@Fork(jvmArgsAppend = "-Xmx3g")
public class TokenFileBenchmark {

    /** The file. */
    @State(Scope.Benchmark)
    public static class Text {

        final byte[] bytes = Inputs.tokenFile();
    }

    /** The table, and the same as a map. */
    @State(Scope.Benchmark)
    public static class Table {

        final String present = Inputs.token(Inputs.TOKENS / 2);
        final String absent = present.substring(1) + (present.charAt(0) == 'x' ? "y" : "x");
        final Map<String, UserInfo> map = new HashMap<>();

        TokenFile file;

        @Setup
        public void prepare() {
            file = TokenFile.parse(Inputs.tokenFile());
            file.tokens().forEach(token -> map.put(token.token(), token.user()));
            if (file.authenticate(present).isEmpty()
                    || file.authenticate(absent).isPresent()) {
                throw new IllegalStateException("the token file is wrong");
            }
        }
    }

    @Benchmark
    public TokenFile parseLibrary(Text text) {
        return TokenFile.parse(text.bytes);
    }

    /** Reads every record, and looks at nothing but how many fields it has. */
    @Benchmark
    public long countFastCsv(Text text) throws IOException {
        long fields = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(new ByteArrayInputStream(text.bytes))) {
            for (CsvRecord record : reader) {
                fields += record.getFieldCount();
            }
        }
        return fields;
    }

    @Benchmark
    public Optional<UserInfo> hitLibrary(Table table) {
        return table.file.authenticate(table.present);
    }

    @Benchmark
    public Optional<UserInfo> missLibrary(Table table) {
        return table.file.authenticate(table.absent);
    }

    /** A look-up whose time tells an attacker something: the least that there is. */
    @Benchmark
    public @Nullable UserInfo hitMap(Table table) {
        return table.map.get(fresh(table.present));
    }

    @Benchmark
    public @Nullable UserInfo missMap(Table table) {
        return table.map.get(fresh(table.absent));
    }

    /** What a client presents has been hashed by nobody. */
    private static String fresh(String token) {
        return new String(token.toCharArray());
    }
}
