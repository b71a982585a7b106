package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden test against Go 1.19: {@code go run go-encoding-csv.go > go-encoding-csv.tsv}, with {@code GO111MODULE=off}. Each line
 * has the input in hexadecimal, and either the records with their line and fields, or an error with the line where its record
 * begins and its own line and column.
 */
class CsvRecordsTest {

    static Stream<Arguments> golden() {
        return Recorded.text("csv/go-encoding-csv.tsv")
                .lines()
                .map(line -> Arguments.of((Object[]) line.split("\t", -1)));
    }

    private static String read(byte[] input) {
        CsvRecords records = new CsvRecords(input, 0, "");
        List<String> all = new ArrayList<>();
        try {
            while (records.next()) {
                List<String> fields = new ArrayList<>();
                for (int i = 0; i < records.fieldCount(); i++) {
                    fields.add(HexFormat.of().formatHex(records.bytes(i)));
                }
                all.add(records.recordLine() + ":" + String.join(",", fields));
            }
        } catch (InvalidFormatException e) {
            String place = e.location().toString().replaceAll("record \\d+, line (\\d+), column (\\d+)", "$1 $2");
            return e.code() + " " + records.recordLine() + " " + place;
        }
        return "OK " + String.join(";", all);
    }

    @Test
    void agreesWithGo() {
        assertThat(golden()).hasSize(1500).allSatisfy(row -> {
            Object[] columns = row.get();
            assertThat(read(HexFormat.of().parseHex((String) columns[0])))
                    .as("%s", columns[0])
                    .isEqualTo(columns[1]);
        });
    }

    @Test
    void tellsWhereRecordsAndFieldsAre() {
        CsvRecords records = new CsvRecords("a\n\nb,\"c\nd\",e".getBytes(StandardCharsets.UTF_8), 0, "tokens.csv");
        assertThat(records.next()).isTrue();
        assertThat(records.record()).isEqualTo(1);
        assertThat(records.next()).isTrue();
        assertThat(records.record()).isEqualTo(2);
        assertThat(records.location()).hasToString("tokens.csv, record 2, line 3");
        assertThat(records.location(0)).hasToString("tokens.csv, record 2, line 3, column 1");
        assertThat(records.location(1)).hasToString("tokens.csv, record 2, line 3, column 3");
        assertThat(records.location(2)).hasToString("tokens.csv, record 2, line 4, column 4");
    }

    @Test
    void tellsWhereAQuoteOpensThatIsNeverClosed() {
        CsvRecords records = new CsvRecords("a\nb,\"c\n".getBytes(StandardCharsets.UTF_8), 0, "");
        assertThat(records.next()).isTrue();
        assertThatThrownBy(records::next)
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("the quote that opens in line 2, column 3 is never closed");
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("CRLF ends a line", "a,b\r\nc", "1:a|b;2:c"),
                Arguments.of("of two CRs before LF one stays", "a\r\r\nb", "1:a\r;2:b"),
                Arguments.of("a final CR without LF is dropped", "a,b\r", "1:a|b"),
                Arguments.of("a lone CR is data", "a\rb,c", "1:a\rb|c"),
                Arguments.of("empty lines are skipped", "\n\r\na\n\n\nb\n\r", "3:a;6:b"),
                Arguments.of("a line of blanks is a record", " \n\t", "1: ;2:\t"),
                Arguments.of("a blank before a comma stays", "a , b", "1:a | b"),
                Arguments.of("doubled quotes are one", "\"a\"\"b\"", "1:a\"b"),
                Arguments.of("a quoted comma is data", "\"a,b\",c", "1:a,b|c"),
                Arguments.of("a quoted line end is LF", "\"a\r\nb\r\r\nc\"", "1:a\nb\r\nc"),
                Arguments.of("a quoted empty line is data", "\"a\n\n\"", "1:a\n\n"),
                Arguments.of("a trailing comma makes a field", "a,", "1:a|"),
                Arguments.of("backslash and single quote are data", "a\\,'b'", "1:a\\|'b'"),
                Arguments.of("NUL and a byte order mark are data", "\uFEFFa\0", "1:\uFEFFa\0"),
                Arguments.of("empty quoted field", "\"\"", "1:"),
                Arguments.of("no record at all", "", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void followsTheRules(String rule, String input, String expected) {
        CsvRecords records = new CsvRecords(input.getBytes(StandardCharsets.UTF_8), 0, "");
        List<String> all = new ArrayList<>();
        while (records.next()) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < records.fieldCount(); i++) {
                fields.add(records.text(i));
            }
            all.add(records.recordLine() + ":" + String.join("|", fields));
        }
        assertThat(String.join(";", all)).isEqualTo(expected);
    }
}
