package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFileFindingsTest {

    private static final String TOKEN = "02b50b05283e98dd0fd71db496ef01e8";

    @Test
    void findsNothingInASoundFile() {
        String csv = TOKEN + ",kubelet-bootstrap,10001,\"system:bootstrappers\"\n"
                + "f395accd246ae52d0740f395accd246a,bob,10002,\"dev,ops\"\n";
        assertThat(TokenFile.parse(csv).findings()).isEmpty();
        assertThat(TokenFile.findings(csv)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "BYTE_ORDER_MARK_UNEXPECTED|\uFEFF@,n,1|record 1, line 1, column 1",
                "COMMENT_UNSUPPORTED|#@,n,1|record 1, line 1, column 1",
                "COLUMNS_MISSING|@;n;1;dev|record 1, line 1",
                "COLUMNS_MISSING|@\tn\t1\tdev|record 1, line 1",
                "COLUMNS_MISSING|@,n|record 1, line 1",
                "GROUPS_IGNORED|@,n,1,dev,ops|record 1, line 1, column 42",
                "GROUP_WHITE_SPACE_UNEXPECTED|@,n,1,\"dev, ops\"|record 1, line 1, column 38",
                "GROUP_EMPTY|@,n,1,|record 1, line 1, column 38",
                "GROUP_EMPTY|@,n,1,\"a,,b\"|record 1, line 1, column 38",
                "GROUP_DUPLICATE|@,n,1,\"a,b,a\"|record 1, line 1, column 38",
                "CONTROL_CHARACTER_UNEXPECTED|@,n\u0001,1|record 1, line 1, column 34",
                "CONTROL_CHARACTER_UNEXPECTED|@,n\0,1|record 1, line 1, column 34",
                "CONTROL_CHARACTER_UNEXPECTED|@,n\u001F,1|record 1, line 1, column 34",
                "CONTROL_CHARACTER_UNEXPECTED|@,n\u007F,1|record 1, line 1, column 34",
                "CONTROL_CHARACTER_UNEXPECTED|`@,\"n\nm\",1`|record 1, line 1, column 34",
                "TOKEN_WHITE_SPACE_UNEXPECTED|@ x,n,1|record 1, line 1, column 1",
                "TOKEN_INSECURE|0123456789abcde,n,1|record 1, line 1, column 1",
                "SYSTEM_NAME_SUSPECT|@,system:node:x,1|record 1, line 1, column 34",
                "ANONYMOUS_NAME_SUSPECT|@,system:anonymous,1|record 1, line 1, column 34",
                "MASTERS_GROUP_INSECURE|@,n,1,\"system:masters\"|record 1, line 1, column 38",
                "TOKEN_EMPTY|,n,1|record 1, line 1, column 1",
                "NAME_EMPTY|@,,1|record 1, line 1, column 34",
                "COLUMN_WHITE_SPACE_UNEXPECTED|@, n,1|record 1, line 1, column 34",
                "COLUMN_WHITE_SPACE_UNEXPECTED|@,n,1 |record 1, line 1, column 36",
                "QUOTE_SUSPECT|@,n,1,\u201Cdev\u201D|record 1, line 1, column 38",
                "QUOTE_UNEXPECTED|@,n,1, \"dev\"|record 1, line 1, column 39",
                "QUOTE_INVALID|@,n,1,\"dev|record 1, line 1, column 42",
                "TOKEN_DUPLICATE|`@,n,1\n\n@,n,1`|record 2, line 3, column 1",
                "UID_DUPLICATE|`@,n,1\nx@,m,1`|record 2, line 2, column 37",
            })
    void findsMistakes(String code, String csv, String location) {
        List<Finding> findings = TokenFile.findings(csv.replace("@", TOKEN));
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.location()).hasToString(location);
            assertThat(finding.toString()).doesNotContain(TOKEN);
        });
    }

    @Test
    void findsWhatIsNotUtf8AndTokensThatAreTooLong() {
        byte[] csv = (TOKEN + ",n\u00FF,1").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(TokenFile.parse(csv).findings()).extracting(Finding::code).containsExactly("ENCODING_INVALID");
        assertThat(TokenFile.findings("x".repeat(8193) + ",n,1"))
                .extracting(Finding::code)
                .containsExactly("TOKEN_EXCESSIVE");
    }

    @Test
    void doesNotMindTheSameUserInSeveralRecords() {
        assertThat(TokenFile.findings(TOKEN + ",n,1\nx" + TOKEN + ",n,1\ny" + TOKEN + ",m,\nz" + TOKEN + ",o,\n"))
                .isEmpty();
    }

    @Test
    void looksAtTheColumnsOfEachRecordOnly() {
        assertThat(TokenFile.findings(TOKEN + ",n,1,\u201Cdev\u201D\nx" + TOKEN + ",m,2\n"))
                .extracting(Finding::code)
                .containsExactly("QUOTE_SUSPECT");
    }

    @Test
    void isContentWithBlanksInNamesAndTokensOf16To8192Bytes() {
        assertThat(TokenFile.findings("0123456789abcdef,n m,1\n" + "x".repeat(8192) + ",o,2"))
                .isEmpty();
    }

    @Test
    void saysThatAFileIsInUtf16(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("token.csv");
        Files.write(file, ("\uFEFF" + TOKEN + ",n,1\n").getBytes(StandardCharsets.UTF_16LE));
        assertThat(TokenFile.findings(file)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("ENCODING_INVALID");
            assertThat(finding.location()).isEqualTo(Location.ofSource(file.toString()));
        });
    }

    @ParameterizedTest
    @CsvSource({"n m n, 2 3", "n m m, 2 3", "n n m, 3", "n n n, ''"})
    void tellsOfEveryRecordThatSharesAUidWithAnEarlierOneOfAnotherName(String names, String records) {
        StringBuilder csv = new StringBuilder();
        for (String name : names.split(" ")) {
            csv.append(csv.length()).append(TOKEN).append(',').append(name).append(",1\n");
        }
        assertThat(TokenFile.findings(csv.toString()))
                .extracting(finding -> finding.code() + " " + finding.location().line())
                .isEqualTo(
                        records.isEmpty()
                                ? List.of()
                                : Stream.of(records.split(" "))
                                        .map(line -> "UID_DUPLICATE " + line)
                                        .toList());
    }

    @Test
    void goesOnBehindARecordWithTooFewColumns() {
        assertThat(TokenFile.findings("# comment\n" + TOKEN + ",n,1,a,b\n"))
                .extracting(Finding::code)
                .containsExactly("COLUMNS_MISSING", "GROUPS_IGNORED");
    }
}
