package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations: x509.ParseCertificate of Go 1.26 on certificates with these constraints. */
class NameConstraintsTest {

    private static final KubernetesRelease LATEST = KubernetesRelease.latest();

    private static boolean check(byte[] value, KubernetesRelease release) throws MalformedDer {
        return new NameConstraints(new DerInput(value), release).isUnderstood();
    }

    private static byte[] permitted(int kind, byte[] base) {
        return TestDer.seq(TestDer.tlv(0xA0, TestDer.seq(TestDer.tlv(0x80 | kind, base))));
    }

    private static byte[] permitted(int kind, String base) {
        return permitted(kind, base.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ".a", "a.b", "*.a", "A", "-a", "a_b"})
    void takesDomains(String domain) throws MalformedDer {
        for (int kind : new int[] {1, 2, 6}) {
            assertThat(check(permitted(kind, domain), LATEST)).isTrue();
            assertThat(check(permitted(kind, domain + "a".repeat(254)), LATEST)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, rfc822Name", "2, dNSName", "6, URI"})
    void refusesWhatIsNoDomain(int kind, String name) {
        for (String domain : new String[] {"a.", "..a", ".", "a..b", "a b", " ", "a\u007F."}) {
            assertThatThrownBy(() -> check(permitted(kind, domain), LATEST))
                    .as(domain)
                    .isInstanceOf(MalformedDer.class)
                    .hasMessageStartingWith(
                            "x509: failed to parse " + (kind == 2 ? "dnsName" : name) + " constraint \"");
        }
        assertThatThrownBy(() -> check(permitted(kind, "\u00FC"), LATEST))
                .hasMessage("x509: invalid constraint value: x509: \"\\xfc\" cannot be encoded as an IA5String");
    }

    /** Read in Go 1.24.4. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void refusesOneDotSince135(int kind) throws MalformedDer {
        assertThat(check(permitted(kind, "."), KubernetesRelease.of(34))).isTrue();
        assertThatThrownBy(() -> check(permitted(kind, "."), KubernetesRelease.of(35)))
                .hasMessageEndingWith("constraint \".\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4", "::1"})
    void takesAddressesThatAreNoUris(String address) throws MalformedDer {
        assertThat(check(permitted(1, address), LATEST)).isTrue();
        assertThat(check(permitted(2, address), LATEST)).isTrue();
        assertThatThrownBy(() -> check(permitted(6, address), LATEST))
                .hasMessage("x509: failed to parse URI constraint \"" + address + "\": cannot be IP address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "a@",
                "a@B",
                "AZaz09@b",
                "a@b_c",
                "a@b@c",
                "a@1.2.3.4",
                "a@[1.2.3.4]",
                "a.b@c",
                "a!#$%&'*+-/=?^_`{|}~b@c",
                "a\\ b@c",
                "a\\@b@c",
                "a\\.b@c",
                "a.\\a@b",
                "a\\\nb@c",
                "a\\\u0000b@c",
                "\"\"@c",
                "\"a\"@b",
                "\"a b\"@c",
                "\"a@b\"@c",
                "\"a\\\"b\"@c",
                "\"a\\\tb\"@c",
                "\"a\u0001b\"@c",
                "\"a\u007Fb\"@c"
            })
    void takesMailboxes(String mailbox) throws MalformedDer {
        assertThat(check(permitted(1, mailbox), LATEST)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "@b",
                "a@.b",
                "a@b.",
                "a@b..c",
                "a b@c",
                "a(b)@c",
                "a,b@c",
                "a\"b@c",
                ".@b",
                "..@b",
                ".a@b",
                "a.@b",
                "a..b@c",
                "a\\@",
                "a\\@b",
                "\\@b",
                "\\.@c",
                "\\..@c",
                ".\\a@b",
                "\"a@b",
                "\"a\"b@c",
                "\"a\" @c",
                "\"a\tb\"@c",
                "\"a\rb\"@c",
                "\"a\nb\"@c",
                "\"a\u0000b\"@c",
                "\"a\\\nb\"@c",
                "\"a\\\u0000b\"@c",
                "\"a@b\\"
            })
    void refusesWhatIsNoMailbox(String mailbox) {
        assertThatThrownBy(() -> check(permitted(1, mailbox), LATEST))
                .isInstanceOf(MalformedDer.class)
                .hasMessageStartingWith("x509: failed to parse rfc822Name constraint \"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a000000ff000000",
                "0a000000ffffffff",
                "0a00000000000000",
                "0a000000fe000000",
                "0a000000ff800000",
                "0a00000080000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "00000000000000000000000000000000ffffffffffffffffffffffffffffffff",
                "00000000000000000000000000000000fffffffffffffffffffffffffffffffe"
            })
    void takesRangesOfAddresses(String hex) throws MalformedDer {
        assertThat(check(permitted(7, HexFormat.of().parseHex(hex)), LATEST)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0a000000fd000000, fd000000",
        "0a000000ff00ff00, ff00ff00",
        "0a000000ff400000, ff400000",
        "0a00000040000000, 40000000",
        "0a00000000000001, 00000001",
        "00000000000000000000000000000000ffffffffffffffffffffffffffffff01, ffffffffffffffffffffffffffffff01"
    })
    void refusesMasksWithGaps(String hex, String mask) {
        assertThatThrownBy(() -> check(permitted(7, HexFormat.of().parseHex(hex)), LATEST))
                .hasMessage("x509: IP constraint contained invalid mask " + mask);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 7, 9, 16, 31, 33})
    void refusesRangesOfOtherLengths(int length) {
        assertThatThrownBy(() -> check(permitted(7, new byte[length]), LATEST))
                .hasMessage("x509: IP constraint contained value of length " + length);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "excluded, 3007a1053003820161, true",
        "nothing permitted, 3009a000a1053003820161, true",
        "nothing excluded, 3009a0053003820161a100, true",
        "a minimum, 300aa0083006820161800100, true",
        "a directory name, 3006a0043002a400, false",
        "a directory name behind a DNS name, 300ba00930038201613002a400, false",
        "a directory name before a DNS name, 300ba0093002a4003003820161, false",
        "a constructed DNS name, 3009a0073005a203002e2e, false",
        "another name, 3008a006300480022e2e, false",
        "an X.400 address, 3008a006300483022e2e, false",
        "a number, 3008a006300402022e2e, false",
        "an application's own, 3008a006300442022e2e, false"
    })
    void knowsWhetherItUnderstandsAll(String reason, String hex, boolean understood) throws MalformedDer {
        assertThat(check(HexFormat.of().parseHex(hex), LATEST)).as(reason).isEqualTo(understood);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "no value, 3000, empty name constraints extension",
                "two empty lists, 3004a000a100, empty name constraints extension",
                "no sequence, 020101, invalid NameConstraints extension",
                "a primitive list, 300780053003820161, invalid NameConstraints extension",
                "the other order, 300ea1053003820161a0053003820161, invalid NameConstraints extension",
                "an empty constraint, 3004a0023000, invalid NameConstraints extension",
                "a number for a constraint, 3005a003020101, invalid NameConstraints extension",
                "bytes after it, 3007a005300382016100, invalid NameConstraints extension",
                "a number in it, 300aa0053003820161020101, invalid NameConstraints extension",
                "no domain excluded, 300aa10830068204612e2e62, failed to parse dnsName constraint \"a..b\"",
                "a domain permitted and none excluded, 3011a0053003820161a10830068204612e2e62, failed to parse dnsName constraint \"a..b\"",
                "the second is none, 300fa00d300382016130068204612e2e62, failed to parse dnsName constraint \"a..b\""
            })
    void refusesWhatIsNoListOfConstraints(String reason, String hex, String expected) {
        assertThatThrownBy(() -> check(HexFormat.of().parseHex(hex), LATEST))
                .as(reason)
                .hasMessage("x509: " + expected);
    }

    @ParameterizedTest
    @CsvSource({"go-1.26.txt, 36", "go-1.19.txt, 26"})
    void comparesNamesAsGoDoes(String recording, int minor) {
        KubernetesRelease release = KubernetesRelease.of(minor);
        List<String> rows =
                Recorded.text("name-constraints/" + recording).lines().toList();
        assertThat(rows).hasSize(60).allSatisfy(row -> {
            String[] columns = row.split("\\|", -1);
            String expected = columns[3].strip();
            String answer = refusal(columns[0], columns[1], columns[2], release);
            if (minor >= 36) {
                assertThat(answer).isEqualTo(expected);
            } else {
                // Some texts were others.
                assertThat(answer.isEmpty()).as(answer).isEqualTo(expected.isEmpty());
            }
        });
    }

    private static String refusal(String permitted, String excluded, String names, KubernetesRelease release)
            throws MalformedDer {
        byte[] trees = TestDer.seq(TestDer.tlv(0xA0, subtrees(permitted)), TestDer.tlv(0xA1, subtrees(excluded)));
        try {
            new NameConstraints(new DerInput(trees), release).check(names(names, release), release);
            return "";
        } catch (ChainVerifier.Refusal e) {
            assertThat(e.code()).isEqualTo("NAME_FORBIDDEN");
            return e.getMessage()
                    .substring("x509: a root or intermediate certificate is not authorized to sign for this name: "
                            .length());
        }
    }

    private static byte[][] subtrees(String bases) {
        return contents(bases).stream().map(TestDer::seq).toArray(byte[][]::new);
    }

    private static List<byte[]> contents(String names) {
        return Stream.of(names.strip().split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> {
                    int kind = name.charAt(0) - '0';
                    String value = name.substring(2);
                    return TestDer.tlv(
                            0x80 | kind,
                            kind == 7 ? HexFormat.of().parseHex(value) : value.getBytes(StandardCharsets.US_ASCII));
                })
                .toList();
    }

    /** A single dot, which is read up to 1.34, is for every name that has a label. */
    @Test
    void oneDotIsForAllNames() throws Exception {
        KubernetesRelease release = KubernetesRelease.of(34);
        assertThat(refusal("2:.", "", "2:x.y", release)).isEmpty();
        assertThat(refusal("2:.", "", "2:", release)).isEqualTo("DNS name \"\" is not permitted by any constraint");
    }

    /** Go's bound before 1.36, and ours since. */
    @ParameterizedTest
    @CsvSource({"0xA0, a.b", "0xA1, c.d"})
    void endsComparingAtSomeTime(int trees, String base) throws Exception {
        byte[] value = TestDer.seq(TestDer.tlv(trees, subtrees(("2:" + base + " ").repeat(1000))));
        NameConstraints constraints = new NameConstraints(new DerInput(value), LATEST);
        constraints.check(names("2:x.a.b ".repeat(250), LATEST), LATEST);
        assertThatThrownBy(() -> constraints.check(names("2:x.a.b ".repeat(251), LATEST), LATEST))
                .isInstanceOfSatisfying(
                        ChainVerifier.Refusal.class, e -> assertThat(e.code()).isEqualTo("NAMES_EXCESSIVE"));
    }

    private static ConstrainedNames names(String names, KubernetesRelease release)
            throws MalformedDer, ChainVerifier.Refusal {
        List<DerValue> altNames = new ArrayList<>();
        for (byte[] name : contents(names)) {
            altNames.add(new DerInput(name).any());
        }
        return ConstrainedNames.of(altNames, release);
    }
}
