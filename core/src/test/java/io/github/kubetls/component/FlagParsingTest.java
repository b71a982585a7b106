package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.fixtures.Posix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a command line is read, which is the same for every component. */
class FlagParsingTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            value after an equals sign             | --kubeconfig=/k                     | --kubeconfig=/k
            value as the next argument             | --kubeconfig;/k                     | --kubeconfig=/k
            next argument that looks like a flag   | --kubeconfig;--config=/c            | --kubeconfig=--config=/c
            value with an equals sign              | --kubeconfig=/a=b                   | --kubeconfig=/a=b
            underscores count as dashes            | --cert_dir=/d                       | --cert-dir=/d
            boolean without a value                | --rotate-certificates               | --rotate-certificates=true
            boolean T                              | --rotate-certificates=T             | --rotate-certificates=true
            boolean 0                              | --rotate-certificates=0             | --rotate-certificates=false
            boolean FALSE                          | --rotate-certificates=FALSE         | --rotate-certificates=false
            the last of several counts             | --kubeconfig=/a;--kubeconfig=/b     | --kubeconfig=/b
            fixed order                            | --cert-dir=/d;--kubeconfig=/k       | --kubeconfig=/k;--cert-dir=/d
            an older name                          | --experimental-bootstrap-kubeconfig=/b | --bootstrap-kubeconfig=/b
            hexadecimal port                       | --port=0x20_0                       | --port=512
            octal port                             | --port=0_12                         | --port=10
            octal port, new spelling               | --port=0o12                         | --port=10
            binary port                            | --port=+0b11                        | --port=3
            zero                                   | --read-only-port=0                  | --read-only-port=0
            unknown flag                           | --v=2                               | --v=2
            unknown flag, value apart              | --node-ip;10.0.0.1                  | --node-ip=10.0.0.1
            unknown flag, negative number          | --oom-score-adj;-999                | --oom-score-adj=-999
            unknown boolean                        | --fail-swap-on;--kubeconfig=/k      | --kubeconfig=/k;--fail-swap-on
            unknown flags keep order and repeats   | --b=1;--a=2;--b=3                   | --b=1;--a=2;--b=3
            unknown flags keep their spelling      | --node_ip=1                         | --node_ip=1
            shorthand                              | -v=2                                | -v=2
            shorthand, value apart                 | -v;2                                | -v=2
            shorthand, value attached              | -v2;--kubeconfig=/k                 | --kubeconfig=/k;-v2
            end of the flags                       | --kubeconfig=/k;--                  | --kubeconfig=/k
            empty value                            | --kubeconfig=                       | --kubeconfig=
            """)
    void readsAsKubernetesDoes(String reason, String arguments, String expected) {
        assertThat(KubeletFlags.parse(List.of(arguments.split(";"))).arguments())
                .as(reason)
                .containsExactly(expected.split(";"));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --=x                        | FLAG_INVALID        | bad flag syntax
            ---kubeconfig=x             | FLAG_INVALID        | bad flag syntax
            -kubeconfig=x               | FLAG_INVALID        | has one dash where --kubeconfig has two
            -cert_dir                   | FLAG_INVALID        | has one dash where --cert-dir has two
            --kubeconfig                | FLAG_VALUE_MISSING  | flag needs an argument: --kubeconfig
            --rotate-certificates=maybe | FLAG_VALUE_INVALID  | invalid argument for "--rotate-certificates" flag: expected true or false
            --rotate-certificates=yes   | FLAG_VALUE_INVALID  | invalid argument for "--rotate-certificates" flag: expected true or false
            --rotate-certificates=      | FLAG_VALUE_INVALID  | invalid argument for "--rotate-certificates" flag: expected true or false
            --rotate-certificates;false | ARGUMENT_UNEXPECTED | a boolean flag takes its value after =
            --port=x                    | FLAG_VALUE_INVALID  | invalid argument for "--port" flag: expected an integer
            --port=0_                   | FLAG_VALUE_INVALID  | invalid argument for "--port" flag: expected an integer
            --port=1.5                  | FLAG_VALUE_INVALID  | invalid argument for "--port" flag: expected an integer
            --port=2147483648           | FLAG_VALUE_INVALID  | invalid argument for "--port" flag: value out of range
            --kubeconfig= /k            | FLAG_VALUE_INVALID  | there is white space around the value
            --a b=c                     | FLAG_VALUE_INVALID  | the name of a flag has no blank in it
            -v x                        | FLAG_VALUE_INVALID  | the name of a flag has no blank in it
            run                         | ARGUMENT_UNEXPECTED | takes flags only
            -                           | ARGUMENT_UNEXPECTED | takes flags only
            --;x                        | ARGUMENT_UNEXPECTED | takes flags only
            """)
    void refusesAsKubernetesDoes(String arguments, String code, String message) {
        assertThatThrownBy(() -> KubeletFlags.parse(List.of(arguments.split(";"))))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining(message)
                .asInstanceOf(type(InvalidFormatException.class))
                .returns(code, InvalidFormatException::code)
                .satisfies(e -> assertThat(e.location().toString()).startsWith("argument "));
    }

    @Test
    void namesTheArgumentThatIsWrong() {
        assertThatThrownBy(() -> KubeletFlags.parse(List.of("--v=2", "--kubeconfig=/k", "run")))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location()).hasToString("argument 3"));
    }

    @Test
    void refusesWhatCannotBeWrittenAsOneLine() {
        for (String value : List.of("a\nb", "a\rb", "a\0b", "a ", "a \\")) {
            assertThatThrownBy(() -> KubeletFlags.parse(List.of("--kubeconfig=" + value)))
                    .isInstanceOf(InvalidFormatException.class);
            assertThatThrownBy(() -> KubeletFlags.parse(List.of("--other", value)))
                    .isInstanceOf(InvalidFormatException.class);
            assertThatThrownBy(() -> KubeletFlags.builder().kubeconfig(value))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anEmptyArgumentIsRefusedByKubeletOnly() {
        assertThatThrownBy(() -> KubeletFlags.parse(List.of(""))).isInstanceOf(InvalidFormatException.class);
        assertThat(ApiServerFlags.parse(List.of("", "--client-ca-file=/ca")).clientCaFile())
                .contains("/ca");
        assertThat(ControllerManagerFlags.parse(List.of("")).arguments()).isEmpty();
    }

    @Test
    void readsAFileWithOneFlagALine() {
        KubeletFlags flags = KubeletFlags.parse("""
                # credentials
                  --bootstrap-kubeconfig=/b \\

                --kubeconfig /k with blank \\
                --cert-dir\t/d\r
                --rotate-certificates
                --node-labels
                a=b,c=d
                --v=2""");
        assertThat(flags.arguments())
                .containsExactly(
                        "--bootstrap-kubeconfig=/b",
                        "--kubeconfig=/k with blank",
                        "--cert-dir=/d",
                        "--rotate-certificates=true",
                        "--node-labels=a=b,c=d",
                        "--v=2");
        assertThat(flags.otherFlags()).containsExactly("--node-labels=a=b,c=d", "--v=2");
        assertThat(KubeletFlags.parse(flags.toText())).isEqualTo(flags);
        assertThat(KubeletFlags.parse("")).isEqualTo(KubeletFlags.builder().build());
    }

    @Test
    void namesTheLineOfAnError() {
        assertThatThrownBy(() -> KubeletFlags.parse("# one\n\n--port=secret.value\n"))
                .asInstanceOf(type(InvalidFormatException.class))
                .returns("line 3", e -> e.location().toString())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --controllers=a,b                  | a;b
            --controllers=a;--controllers=b,c  | a;b;c
            --controllers=                     | ``
            --controllers=a,                   | a;``
            --controllers="a,b",c              | a,b;c
            --controllers="a""b"               | a"b
            --controllers=""                   | ;
            """)
    void readsListsAsKubernetesDoes(String arguments, String expected) {
        List<String> items = expected.isEmpty()
                ? List.of()
                : List.of(expected.replace("``", "").split(";", expected.equals(";") ? 1 : -1));
        ControllerManagerFlags flags = ControllerManagerFlags.parse(List.of(arguments.split(";")));
        assertThat(flags.controllers()).isEqualTo(expected.equals(";") ? List.of("") : items);
        assertThat(ControllerManagerFlags.parse(flags.toText())).isEqualTo(flags);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"a\"b", "\"a", "\"a\"b", "a,\"", "\"\"\""})
    void refusesListsWithStrayQuotes(String list) {
        assertThatThrownBy(() -> ControllerManagerFlags.parse("--controllers=" + list))
                .asInstanceOf(type(InvalidFormatException.class))
                .returns("FLAG_VALUE_INVALID", InvalidFormatException::code);
    }

    @Test
    void readsDurationsAsGoDoes() {
        assertThat(ControllerManagerFlags.parse("--cluster-signing-duration=1.5h")
                        .clusterSigningDuration())
                .isEqualTo(Duration.ofMinutes(90));
        assertThat(ControllerManagerFlags.parse("--cluster-signing-duration=90m")
                        .toText())
                .isEqualTo("--cluster-signing-duration=1h30m0s\n");
        assertThatThrownBy(() -> ControllerManagerFlags.parse("--cluster-signing-duration=1d"))
                .asInstanceOf(type(InvalidFormatException.class))
                .returns("FLAG_VALUE_INVALID", InvalidFormatException::code)
                .satisfies(e -> assertThat(e).hasMessageContaining("write hours"));
    }

    @Test
    void addsOtherFlagsButNotThoseWithAMethod() {
        assertThat(KubeletFlags.builder()
                        .otherFlags("--w=1")
                        .otherFlags("--v=2", "-h")
                        .build()
                        .arguments())
                .containsExactly("--v=2", "-h");
        for (String wrong :
                List.of("--cert_dir=/d", "--experimental-bootstrap-kubeconfig=/b", "v=2", "", "--", "--=")) {
            if (!wrong.equals("--") && !wrong.isEmpty()) {
                assertThatThrownBy(() -> KubeletFlags.builder().otherFlags(wrong))
                        .as(wrong)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void writesAndReadsAFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("new").resolve("kubelet.flags");
        KubeletFlags flags = KubeletFlags.builder().kubeconfig("/k").build();
        flags.write(file);
        assertThat(file).hasContent("--kubeconfig=/k\n");
        assertThat(Posix.mode(file)).isEqualTo("rw-r--r--");
        assertThat(KubeletFlags.read(file)).isEqualTo(flags).hasSameHashCodeAs(flags);
        assertThat(ApiServerFlags.read(file).otherFlags()).containsExactly("--kubeconfig=/k");
        assertThat(ControllerManagerFlags.read(file)).isNotEqualTo(flags);
        Files.writeString(file, "--v=2\n--port=x\n");
        assertThatThrownBy(() -> KubeletFlags.read(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location()).isEqualTo(new Location(file.toString(), "", 2, 0)));
    }

    @Test
    void showsOnlyFlagsItKnows() {
        assertThat(KubeletFlags.parse("--kubeconfig=/k\n--token=abc"))
                .hasToString("KubeletFlags[--kubeconfig=/k] and 1 others");
    }

    @Test
    void whateverTheArgumentsItReadsThemOrRefusesThem() {
        Random random = new Random(20261124);
        String[] pieces = {
            "--", "-", "=", "port", "kubeconfig", "controllers", "\"", ",", " ", "\n", "_", "1", "x", "\0"
        };
        for (int round = 0; round < 20_000; round++) {
            List<String> arguments = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                StringBuilder argument = new StringBuilder();
                for (int j = random.nextInt(6); j > 0; j--) {
                    argument.append(pieces[random.nextInt(pieces.length)]);
                }
                arguments.add(argument.toString());
            }
            try {
                ComponentFlags flags = ControllerManagerFlags.parse(arguments);
                assertThat(ControllerManagerFlags.parse(flags.arguments())).isEqualTo(flags);
                assertThat(ControllerManagerFlags.parse(flags.toText())).isEqualTo(flags);
                assertThat(KubeletFlags.parse(String.join("\n", arguments))).isNotNull();
            } catch (InvalidFormatException e) {
                assertThat(e.code()).isNotEmpty();
            }
        }
    }
}
