package io.github.kubetls.internal.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.internal.flags.FlagParser.Program;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules are those of pflag's documentation and, where that is silent, of kubectl 1.32. */
class FlagParserTest {

    private static final Flag TEXT = Flag.text("some-text").shorthand("t");
    private static final Flag SWITCH = Flag.bool("switch").shorthand("s");
    private static final Flag OPTIONAL = new Flag("optional", Flag.Kind.OPTIONAL_TEXT).shorthand("o");
    private static final Flag NUMBER = new Flag("number", Flag.Kind.INTEGER);
    private static final Flag DURATION = new Flag("duration", Flag.Kind.DURATION);
    private static final Flag LIST = Flag.list("list");
    private static final Flag ARRAY = new Flag("array", Flag.Kind.ARRAY);
    private static final Flag PAIRS = new Flag("pairs", Flag.Kind.PAIRS);
    private static final Flag KEPT = Flag.bool("kept").shorthand("k").keep();
    private static final List<Flag> KNOWN = List.of(TEXT, SWITCH, OPTIONAL, NUMBER, DURATION, LIST, ARRAY, PAIRS, KEPT);

    private static FlagSet parse(String... words) {
        return FlagParser.parse(Program.KUBECTL, List.of(words), new FlagSet.Builder(KNOWN));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            after an equals sign             | --some-text=a          | a
            as the next word                 | --some-text;a          | a
            with underscores                 | --some_text=a          | a
            shorthand and next word          | -t;a                   | a
            shorthand and equals sign        | -t=a                   | a
            attached to the shorthand        | -ta                    | a
            attached with an equals sign     | -ta=b                  | a=b
            an equals sign alone is a value  | -t=                    | =
            a value that looks like a flag   | --some-text;--switch   | --switch
            dashes that are a value          | -t;--                  | --
            behind other shorthands          | -skota                 | a
            behind other shorthands, apart   | -so;-t=a               | a
            the last of several              | -tb;--some-text=a      | a
            """)
    void takesTheValueOfAText(String rule, String words, String value) {
        assertThat(parse(words.split(";")).text(TEXT)).as(rule).contains(value);
    }

    @Test
    void aFlagThatMayGoWithoutValueTakesNoneFromTheNextWord() {
        FlagSet flags = parse("--switch", "false", "--optional", "x", "-s", "y");
        assertThat(flags.bool(SWITCH)).contains(true);
        assertThat(flags.isSet(OPTIONAL)).isTrue();
        assertThat(flags.operands()).containsExactly("false", "x", "y");
        assertThat(parse("-s=F").bool(SWITCH)).contains(false);
        assertThat(parse().bool(SWITCH)).isEmpty();
        assertThat(parse("-so").bool(SWITCH)).as("before another shorthand").contains(true);
    }

    @Test
    void repeatedFlagsGrowOrReplace() {
        FlagSet flags = parse(
                "--list=a,\"b,c\"",
                "--list",
                "d",
                "--array=a,b",
                "--array=c",
                "--pairs=k=1, l = 2 ,,=x",
                "--pairs=k=3");
        assertThat(flags.list(LIST)).containsExactly("a", "b,c", "d");
        assertThat(flags.list(ARRAY)).containsExactly("a,b", "c");
        assertThat(flags.pairs(PAIRS)).isEqualTo(Map.of("k", "3", "l", "2", "", "x"));
        assertThat(flags.list(LIST, "unused")).hasSize(3);
        assertThat(parse().list(LIST, "default")).containsExactly("default");
        assertThat(parse("--list=").list(LIST, "default")).isEmpty();
        assertThat(parse("--list=\n\na\r\nb").list(LIST)).containsExactly("a");
    }

    @Test
    void writesWhatItKnowsInTheProgramsOrder() {
        FlagSet flags = parse("--duration=90m", "--number=0x10", "--list=\"a,b\",\"\"\"\"", "-ta,b", "-k");
        assertThat(flags.known())
                .containsExactly("--some-text=a,b", "--number=16", "--duration=1h30m0s", "--list=\"a,b\",\"\"\"\"");
        assertThat(flags.others()).containsExactly("-k");
        assertThat(flags.duration(DURATION)).contains(Duration.ofMinutes(90));
        assertThat(flags.integer(NUMBER)).contains(16);
        assertThat(parse(flags.known().toArray(String[]::new)).known()).isEqualTo(flags.known());
        assertThat(parse("--list=\"\"").known()).containsExactly("--list=\"\"");
    }

    @Test
    void keepsFlagsAsTheyAreWritten() {
        assertThat(parse("--kept", "-k=T", "-sk", "--kept=0").others())
                .containsExactly("--kept", "-k=true", "-k", "--kept=false");
    }

    @Test
    void twoDashesEndTheFlags() {
        FlagSet flags = parse("a", "-", "--", "-s", "--", "b");
        assertThat(flags.operands()).containsExactly("a", "-");
        assertThat(flags.operandsAfterDashes()).containsExactly("-s", "--", "b");
        assertThat(flags.isSet(SWITCH)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            FLAG_INVALID     | --=x        | bad flag syntax: --=x
            FLAG_INVALID     | ---x        | bad flag syntax: ---x
            FLAG_UNKNOWN     | --some-texts=x | unknown flag: --some-texts
            FLAG_UNKNOWN     | -szx        | unknown shorthand flag: 'z' in -zx
            FLAG_UNKNOWN     | -é          | unknown shorthand flag: 'Ã' in -é
            FLAG_UNKNOWN     | -'         | unknown shorthand flag: '\\'' in -'
            FLAG_UNKNOWN     | -\\        | unknown shorthand flag: '\\\\' in -\\
            FLAG_VALUE_INVALID | --number=x  | invalid argument "x" for "--number" flag: strconv.ParseInt: parsing "x": invalid syntax
            FLAG_VALUE_INVALID | --number=2147483648 | invalid argument "2147483648" for "--number" flag: strconv.ParseInt: parsing "2147483648": value out of range
            FLAG_VALUE_MISSING | --some-text | flag needs an argument: --some-text
            FLAG_VALUE_MISSING | -st         | flag needs an argument: 't' in -t
            FLAG_VALUE_INVALID | --switch=x  | invalid argument "x" for "-s, --switch" flag: strconv.ParseBool: parsing "x": invalid syntax
            FLAG_VALUE_INVALID | --list=é"   | invalid argument "é\\"" for "--list" flag: parse error on line 1, column 3: bare " in non-quoted-field
            FLAG_VALUE_INVALID | --list="a"x | invalid argument "\\"a\\"x" for "--list" flag: parse error on line 1, column 3: extraneous or missing " in quoted-field
            FLAG_VALUE_INVALID | --pairs=a   | invalid argument "a" for "--pairs" flag: malformed pair, expect string=string
            """)
    void refusesInPflagsWords(BadFlag.Reason reason, String word, String words) {
        assertThatThrownBy(() -> parse("a", word)).isInstanceOfSatisfying(BadFlag.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.index()).isEqualTo(1);
            assertThat(e.words()).isEqualTo(words);
        });
    }

    @Test
    void theMessageRepeatsNoValue() {
        for (String word : List.of("--switch=s3cr3t", "--number=s3cr3t", "--list=s3cr3t\"", "---s3cr3t", "-zs3cr3t")) {
            assertThatThrownBy(() -> parse(word))
                    .isInstanceOf(BadFlag.class)
                    .message()
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void theFirstWrongWordIsReported() {
        assertThatThrownBy(() -> parse("--list=\"", "--nope")).hasMessageContaining("--list");
        assertThatThrownBy(() -> parse("--nope", "--list=\"")).hasMessageContaining("--nope");
    }

    @Test
    void onlyKubeadmTellsUnderscoresFromDashes() {
        assertThatThrownBy(
                        () -> FlagParser.parse(Program.KUBEADM, List.of("--some_text=a"), new FlagSet.Builder(KNOWN)))
                .isInstanceOf(BadFlag.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"KUBELET", "CONTROL_PLANE"})
    void componentsTakeFlagsOnlyAndKeepThoseOfOthers(Program program) {
        assertThat(FlagParser.parse(program, List.of("--other", "x", "-z", "--switch"), new FlagSet.Builder(KNOWN))
                        .others())
                .containsExactly("--other=x", "-z");
        assertThatThrownBy(() -> FlagParser.parse(program, List.of("x", "--some-text=y"), new FlagSet.Builder(KNOWN)))
                .isInstanceOfSatisfying(
                        BadFlag.class, e -> assertThat(e.reason()).isEqualTo(BadFlag.Reason.ARGUMENT_UNEXPECTED));
    }

    @ParameterizedTest
    @CsvSource({
        "x, y, 'a boolean flag takes its value after ='",
        "\u2010x, y, U+2010 (hyphen)",
        "\u2212x, y, U+2212 (minus sign)"
    })
    void theFirstArgumentOfAComponentIsReported(String first, String second, String hint) {
        List<String> words = List.of("--switch", first, second);
        assertThatThrownBy(() -> FlagParser.parse(Program.KUBELET, words, new FlagSet.Builder(KNOWN)))
                .isInstanceOfSatisfying(
                        BadFlag.class, e -> assertThat(e.index()).isEqualTo(1))
                .hasMessageContaining(hint);
        assertThatThrownBy(() -> FlagParser.parse(Program.KUBELET, words.subList(1, 3), new FlagSet.Builder(KNOWN)))
                .isInstanceOfSatisfying(
                        BadFlag.class, e -> assertThat(e.index()).isZero());
    }

    @Test
    void setsAreEqualWhenTheirFlagsAre() {
        assertThat(parse("-k", "--list=a,b")).isEqualTo(parse("--list=a", "--list=b", "-k"));
        assertThat(parse("--list=a")).isNotEqualTo(parse("--list=b")).isNotEqualTo(parse("--list=a", "-k"));
    }

    /** A number of any notation is not longer than what is read of one. */
    @Test
    void readsIntegersOfAHundredCharacters() {
        String hundred = "0".repeat(99) + "7";
        assertThat(parse("--number=" + hundred).integer(NUMBER)).contains(7);
        assertThatThrownBy(() -> parse("--number=0" + hundred)).isInstanceOf(BadFlag.class);
    }
}
