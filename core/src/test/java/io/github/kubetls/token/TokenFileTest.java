package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/token-file.md, 3. */
class TokenFileTest {

    private static UserInfo user(String name, String uid, String... groups) {
        return UserInfo.builder(name).uid(uid).groups(List.of(groups)).build();
    }

    @Test
    void readsGroupsFromOneQuotedColumn() {
        assertThat(TokenFile.parse("t0ken-b,bob,1002,\"dev,ops\"").authenticate("t0ken-b"))
                .contains(user("bob", "1002", "dev", "ops"));
    }

    @Test
    void readsOnlyTheFirstGroupWithoutQuotes() {
        TokenFile file = TokenFile.parse("t0ken-c,carol,1003,dev,ops");
        assertThat(file.authenticate("t0ken-c")).contains(user("carol", "1003", "dev"));
        assertThat(file.findings()).extracting(finding -> finding.code()).contains("GROUPS_IGNORED");
    }

    @Test
    void keepsBlanksOfGroups() {
        assertThat(TokenFile.parse("t0ken-f,fred,1006,\"dev, ops\"").authenticate("t0ken-f"))
                .contains(user("fred", "1006", "dev", " ops"));
    }

    @Test
    void keepsEmptyAndRepeatedGroupsInOrder() {
        assertThat(TokenFile.parse("t,n,1,\"b,,a,b,\"").authenticate("t"))
                .contains(user("n", "1", "b", "", "a", "b", ""));
        assertThat(TokenFile.parse("t0ken-k,kim,10,").authenticate("t0ken-k")).contains(user("kim", "10", ""));
        assertThat(TokenFile.parse("t0ken-k,kim,10").authenticate("t0ken-k")).contains(user("kim", "10"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "t0ken-d,dave,1004, \"dev\"|QUOTE_UNEXPECTED|record 1, line 1, column 20",
                "t0ken-j,jo,9,\"dev\"x|QUOTE_INVALID|record 1, line 1, column 18",
                "`t0ken-h,hal,7,\"dev\nt0ken-i,ida,8\n`|QUOTE_INVALID|record 1, line 2, column 15",
                "`t0ken-a,alice,1001\n\nt0ken-e,erin`|COLUMNS_MISSING|record 2, line 3",
                "`t,n,1\n,n`|COLUMNS_MISSING|record 2, line 2", // even with an empty token
                "#comment|COLUMNS_MISSING|record 1, line 1",
                "a;b;c|COLUMNS_MISSING|record 1, line 1",
                "` `|COLUMNS_MISSING|record 1, line 1",
                "`a\rb,c`|COLUMNS_MISSING|record 1, line 1", // CR alone ends no line
                "`t,n,\"1\n2\"\r\nt,n,\"`|QUOTE_INVALID|record 2, line 3, column 6",
                "`t,n,\"1\n\r`|QUOTE_INVALID|record 1, line 1, column 8", // a dropped CR makes no line
                "`t,n,\"1\n\n`|QUOTE_INVALID|record 1, line 2, column 2",
            })
    void refusesWhatStopsTheApiServer(String csv, String code, String location) {
        assertThatThrownBy(() -> TokenFile.parse(csv)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.location()).hasToString(location);
            assertThat(e.getMessage()).doesNotContain("t0ken");
        });
    }

    @Test
    void saysWhereTheRecordBeginsAndHowMuchIsMissing() {
        assertThatThrownBy(() -> TokenFile.parse("t0ken-h,hal,7,\"dev\nt0ken-i,ida,8\n"))
                .hasMessageContaining("begins in line 1")
                .hasMessageContaining("opens in line 1, column 15");
        assertThatThrownBy(() -> TokenFile.parse("t0ken-a,alice,1001\n\nt0ken-e,erin"))
                .hasMessageContaining("has 2 of the three columns");
        assertThatThrownBy(() -> TokenFile.parse("#comment")).hasMessageContaining("no comments");
        for (String line : List.of("a;b;c;d", ";b;c", "a\tb\tc", "\tb\tc")) {
            assertThatThrownBy(() -> TokenFile.parse(line)).hasMessageContaining("by semicolons or tabs");
        }
        assertThatThrownBy(() -> TokenFile.parse("a b c")).hasMessageNotContaining("semicolons");
        assertThatThrownBy(() -> TokenFile.parse("a,b,c, \"d\"")).hasMessageContaining("remove the blank");
        assertThatThrownBy(() -> TokenFile.parse("\uFEFF\"a\",b,c")).hasMessageContaining("byte order mark");
        assertThatThrownBy(() -> TokenFile.parse("a,b\"b,c")).hasMessageContaining("double the quotes");
    }

    @Test
    void saysWhatAFileIsThatHoldsNoTokens() {
        assertThatThrownBy(() -> TokenFile.parse("-----BEGIN CERTIFICATE-----\n"))
                .hasMessageContaining("found a PEM block CERTIFICATE");
        for (String csv : List.of("t0ken-abc,alice,1001\n\nt0ken-e,erin", " ")) {
            assertThatThrownBy(() -> TokenFile.parse(csv))
                    .as("a file of tokens, or of nothing, with a mistake")
                    .hasMessageNotContaining("found");
        }
    }

    /** Of 33 tokens on the index has grown; none may get lost. */
    @ParameterizedTest
    @ValueSource(ints = {31, 32, 33, 100, 255, 256, 257, 600})
    void findsEachOfSeveralTokens(int count) {
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < count; i++) {
            csv.append("t0ken-").append(i).append(",user-").append(i).append(",1\n");
        }
        TokenFile file = TokenFile.parse(csv.toString());
        for (int i = 0; i < count; i++) {
            assertThat(file.authenticate("t0ken-" + i)).contains(user("user-" + i, "1"));
        }
        assertThat(file.authenticate("t0ken-" + count)).isEmpty();
        assertThat(file).hasToString("TokenFile[" + count + " tokens]");
    }

    @Test
    void takesAByteOrderMarkAsPartOfTheToken() {
        TokenFile file = TokenFile.parse("\uFEFFt0ken-a,alice,1001");
        assertThat(file.authenticate("t0ken-a")).isEmpty();
        assertThat(file.authenticate("\uFEFFt0ken-a")).contains(user("alice", "1001"));
        assertThat(file.findings()).extracting(finding -> finding.code()).contains("BYTE_ORDER_MARK_UNEXPECTED");
    }

    @Test
    void letsALaterRecordReplaceAnEarlierOneCompletely() {
        TokenFile file = TokenFile.parse("t0ken-g,gina,1,\"dev\"\nt0ken-g,hank,2");
        assertThat(file.size()).isEqualTo(1);
        assertThat(file.authenticate("t0ken-g")).contains(user("hank", "2"));
        assertThat(file.tokens()).containsExactly(StaticToken.of("t0ken-g", user("hank", "2")));
        assertThat(file.findings())
                .filteredOn(finding -> finding.code().equals("TOKEN_DUPLICATE"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.location()).hasToString("record 2, line 2, column 1"));
    }

    @Test
    void skipsARecordWithoutToken() {
        TokenFile file = TokenFile.parse("\n,nobody,1\n\nt,n,2\n");
        assertThat(file.size()).isEqualTo(1);
        assertThat(file.authenticate("")).isEmpty();
        assertThat(file.findings())
                .filteredOn(finding -> finding.code().equals("TOKEN_EMPTY"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.location()).hasToString("record 1, line 2, column 1"));
    }

    @Test
    void takesAnythingForTokenNameAndUid() {
        TokenFile file = TokenFile.parse("#a,,\n t ,\"x\"\"y\",\"1\n2\",g,ignored\n");
        assertThat(file.authenticate("#a")).contains(user("", ""));
        assertThat(file.authenticate(" t ")).contains(user("x\"y", "1\n2", "g"));
        assertThat(file.authenticate("t")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\n\r"})
    void takesAnEmptyFile(String csv) {
        assertThat(TokenFile.parse(csv).size()).isZero();
        assertThat(TokenFile.parse(csv).authenticate("x")).isEmpty();
        assertThat(TokenFile.parse(csv).toCsv()).isEmpty();
    }

    @Test
    void comparesExactly() {
        TokenFile file = TokenFile.parse("Token,n,1\n\"quo\"\"ted\",q,2\n");
        assertThat(file.authenticate("token")).isEmpty();
        assertThat(file.authenticate("Token ")).isEmpty();
        assertThat(file.authenticate("Toke")).isEmpty();
        assertThat(file.authenticate("quo\"ted")).isPresent();
        assertThat(file.authenticate("quo\"\"ted")).isEmpty();
    }

    @Test
    void takesBytesThatAreNotUtf8AsTheyAre() {
        byte[] csv = "t\u00FFken,na\u00FFme,1\nplain,n,2".getBytes(StandardCharsets.ISO_8859_1);
        TokenFile file = TokenFile.parse(csv);
        assertThat(file.size()).isEqualTo(2);
        // No text has these bytes in UTF-8: neither U+FFFD nor half a surrogate pair stands for them.
        assertThat(file.authenticate("t\uFFFDken")).isEmpty();
        assertThat(file.authenticate("t\uDCFFken")).isEmpty();
        assertThat(file.authenticate("t\u00FFken")).isEmpty();
        assertThat(file.authenticate("plain")).isPresent();
        assertThat(file).isEqualTo(TokenFile.parse(csv));
        assertThatThrownBy(file::toCsv).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void doesNotTakeAQuestionMarkForHalfASurrogatePair() {
        assertThat(TokenFile.parse("?,n,1").authenticate("\uD800")).isEmpty();
        Refusals.assertRefused("ENCODING_INVALID", () -> TokenFile.parse("\uD800,n,1"));
    }

    @Test
    void answersARequest() {
        TokenFile file = TokenFile.parse("t0ken,n,1");
        Instant now = Instant.EPOCH;
        assertThat(file.authenticate(Credentials.none(), now)).isEqualTo(Authentication.notPresented());
        assertThat(file.authenticate(Credentials.fromHeader("Bearer t0ken"), now))
                .isEqualTo(Authentication.authenticated(user("n", "1")));
        assertThat(file.authenticate(Credentials.fromHeader("Bearer s3cret"), now))
                .isInstanceOf(Authentication.Rejected.class)
                .asString()
                .doesNotContain("s3cret");
    }

    @Test
    void readsAFileAndNamesItInErrors(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("token.csv");
        Files.writeString(file, "t0ken,n,1\nx,\"y,\n");
        assertThatThrownBy(() -> TokenFile.read(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location()).hasToString(file + ", record 2, line 2, column 7"));
        assertThat(TokenFile.findings(file))
                .extracting(finding -> finding.code())
                .contains("QUOTE_INVALID");
        assertThatThrownBy(() -> TokenFile.read(folder.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void writesAFileForItsOwnerOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("token.csv");
        StaticToken token = StaticToken.generate(user("kubelet-bootstrap", "10001", "system:bootstrappers"));
        TokenFile.of(token).write(file);
        assertThat(Files.readString(file))
                .isEqualTo(token.token() + ",kubelet-bootstrap,10001,\"system:bootstrappers\"\n");
        assertThat(TokenFile.read(file).authenticate(token.token())).contains(token.user());
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
    }

    @Test
    void writesQuotesWhereTheyAreNeeded() {
        String csv = TokenFile.of(List.of(
                        StaticToken.of("a", user("plain", "1")),
                        StaticToken.of("b,\"", user("has, comma", "has \"quote\"", "dev", "ops")),
                        StaticToken.of("c", user(" blank", "trailing ", "one")),
                        StaticToken.of("d", user("", "", "")),
                        StaticToken.of("e", user("", "", "x", "", " y"))))
                .toCsv();
        assertThat(csv)
                .isEqualTo("a,plain,1\n\"b,\"\"\",\"has, comma\",\"has \"\"quote\"\"\",\"dev,ops\"\n"
                        + "c,\" blank\",\"trailing \",\"one\"\nd,,,\"\"\ne,,,\"x,, y\"\n");
        assertThat(TokenFile.parse(csv).toCsv()).isEqualTo(csv);
        assertThat(TokenFile.parse(csv).authenticate("d")).contains(user("", "", ""));
    }

    @Test
    void refusesToWriteWhatWouldNotSurvive() {
        for (String csv : List.of(
                "\"a\nb\",n,1", // line end in a token
                "a b,n,1", // a token that no header can carry
                "t,\"n\n\",1",
                "t,n,\"1\r\"",
                "t,n\0,1",
                "t,n,1,\"a\nb\"")) {
            assertThatThrownBy(() -> TokenFile.parse(csv).toCsv()).as(csv).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> TokenFile.of(TokenFile.parse(csv).tokens().toList()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isEqualWhenItHasTheSameTokens() {
        TokenFile file = TokenFile.parse("a,n,1\nb,m,2,\"x\"\n");
        assertThat(file)
                .isEqualTo(TokenFile.parse("b,m,2,x\r\n\r\na,\"n\",1"))
                .hasSameHashCodeAs(TokenFile.parse("b,m,2,x\r\n\r\na,\"n\",1"))
                .isNotEqualTo(TokenFile.parse("a,n,1\n"))
                .isNotEqualTo(TokenFile.parse("a,n,1\nb,m,3,\"x\"\n"))
                .isNotEqualTo(TokenFile.parse("a,n,1\nc,m,2,\"x\"\n"));
        assertThat(file).hasToString("TokenFile[2 tokens]");
    }

    /** Seeded round trips; the index is compared with a plain map. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void roundTripsAndAgreesWithAMap(long seed) {
        Random random = new Random(seed);
        Map<String, UserInfo> expected = new HashMap<>();
        List<StaticToken> tokens = new ArrayList<>();
        String alphabet = "ab,\"'é\uD83D\uDE00;";
        for (int i = 0; i < 2000; i++) {
            String token = text(random, alphabet, 1 + random.nextInt(4));
            List<String> groups = new ArrayList<>();
            for (int g = random.nextInt(3); g > 0; g--) {
                groups.add(text(random, alphabet.replace(",", " "), random.nextInt(4)));
            }
            UserInfo user = UserInfo.builder(text(random, alphabet + " ", random.nextInt(5)))
                    .uid(text(random, alphabet, random.nextInt(3)))
                    .groups(groups)
                    .build();
            expected.put(token, user);
            tokens.add(StaticToken.of(token, user));
        }
        TokenFile file = TokenFile.of(tokens);
        assertThat(file.size()).as("seed %d", seed).isEqualTo(expected.size());
        expected.forEach((token, user) ->
                assertThat(file.authenticate(token)).as("seed %d", seed).contains(user));
        for (int i = 0; i < 1000; i++) {
            String guess = text(random, alphabet, 1 + random.nextInt(5));
            assertThat(file.authenticate(guess)).isEqualTo(Optional.ofNullable(expected.get(guess)));
        }
        assertThat(TokenFile.parse(file.toCsv())).isEqualTo(file);
    }

    private static String text(Random random, String alphabet, int length) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    @Test
    void loadsAMillionLinesAndFindsEachOfThem() {
        StringBuilder csv = new StringBuilder();
        int count = 1_000_000;
        for (int i = 0; i < count; i++) {
            csv.append(Integer.toHexString(i * 0x9E3779B1))
                    .append(",u")
                    .append(i)
                    .append(',')
                    .append(i)
                    .append(",\"a,b\"\n");
        }
        TokenFile file = TokenFile.parse(csv.toString());
        assertThat(file.size()).isEqualTo(count);
        for (int i = 0; i < count; i += 9973) {
            assertThat(file.authenticate(Integer.toHexString(i * 0x9E3779B1)))
                    .contains(user("u" + i, Integer.toString(i), "a", "b"));
        }
        assertThat(file.authenticate("nobody")).isEmpty();
    }
}
