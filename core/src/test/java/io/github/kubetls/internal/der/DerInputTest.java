package io.github.kubetls.internal.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations: asn1.Unmarshal of Go 1.26 on the same bytes; what it says, or what it makes of them. */
class DerInputTest {

    private static final String MISMATCH =
            "asn1: structure error: tags don't match (%s) {optional:false explicit:false "
                    + "application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} %s";

    private static DerInput der(String hex) {
        return new DerInput(HexFormat.of().parseHex(hex));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Reads a value of a type of Go's. */
    private static Object read(String type, DerInput input) throws MalformedDer {
        return switch (type) {
            case "int" -> input.int64();
            case "*big.Int" -> input.integer();
            case "bool" -> input.bool();
            case "[]byte" -> hex(input.octetString());
            case "asn1.BitString" -> hex(input.bitString());
            case "asn1.ObjectIdentifier" -> input.objectIdentifier();
            case "struct{A int; B int}" -> {
                DerInput inside = input.sequence("");
                inside.int64();
                yield inside.int64();
            }
            case "[]int" -> all(input.sequence("").checkElements(DerInput.INTEGER, false));
            case "[]asn1.RawValue" -> all(input.sequence("").checkElements(-1, false));
            case "asn1.RawValue" -> {
                DerValue value = input.any();
                yield value.tagClass() + " " + value.tag() + " " + value.isConstructed() + " " + hex(value.content());
            }
            case "optional,explicit,tag:0" -> {
                DerValue value = input.sequence("").optionalExplicit(0, DerInput.INTEGER, false);
                yield value == null ? 0 : value.reopen().int64();
            }
            default -> throw new AssertionError(type);
        };
    }

    private static List<String> all(DerInput input) throws MalformedDer {
        List<String> contents = new ArrayList<>();
        while (!input.isEmpty()) {
            contents.add(hex(input.any().content()));
        }
        return contents;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int | 020100 | 0",
                "int | 02017f | 127",
                "int | 020180 | -128",
                "int | 02020080 | 128",
                "int | 0202ff7f | -129",
                "int | 0202ff00 | -256",
                "int | 0203010203 | 66051",
                "struct{A int; B int} | 3006020101020102 | 2",
                "int | 02087fffffffffffffff | 9223372036854775807",
                "int | 02088000000000000000 | -9223372036854775808",
                "int | 02010500 | 5",
                "*big.Int | 0209010000000000000000 | 18446744073709551616",
                "*big.Int | 0209ff0000000000000000 | -18446744073709551616",
                "*big.Int | 020900ffffffffffffffff | 18446744073709551615",
                "bool | 010100 | false",
                "bool | 0101ff | true",
                "[]byte | 0400 | ''",
                "[]byte | 0402010203 | 0102",
                "asn1.BitString | 030100 | ''",
                "asn1.BitString | 03020001 | 01",
                "asn1.BitString | 03020780 | 01",
                "asn1.BitString | 03020102 | 01",
                "asn1.BitString | 030204f0 | 0f",
                "asn1.BitString | 030300abc0 | abc0",
                "asn1.BitString | 030304abc0 | 0abc",
                "asn1.BitString | 030301fffe | 7fff",
                "asn1.BitString | 030301007e | 003f",
                "asn1.BitString | 0303070080 | 0001",
                "asn1.ObjectIdentifier | 060100 | 0.0",
                "asn1.ObjectIdentifier | 060127 | 0.39",
                "asn1.ObjectIdentifier | 060128 | 1.0",
                "asn1.ObjectIdentifier | 06014f | 1.39",
                "asn1.ObjectIdentifier | 060150 | 2.0",
                "asn1.ObjectIdentifier | 060178 | 2.40",
                "asn1.ObjectIdentifier | 06028100 | 2.48",
                "asn1.ObjectIdentifier | 0603883703 | 2.999.3",
                "asn1.ObjectIdentifier | 06062a864886f70d | 1.2.840.113549",
                "asn1.ObjectIdentifier | 06032a8100 | 1.2.128",
                "asn1.ObjectIdentifier | 06062a87ffffff7f | 1.2.2147483647",
                "asn1.ObjectIdentifier | 060587ffffff7f | 2.2147483567",
                "asn1.RawValue | 0500 | 0 5 false ''",
                "asn1.RawValue | 41020102 | 1 1 false 0102",
                "asn1.RawValue | a0020500 | 2 0 true 0500",
                "asn1.RawValue | bf1f00 | 2 31 true ''",
                "asn1.RawValue | bf810000 | 2 128 true ''",
                "asn1.RawValue | df7f0101 | 3 127 false 01",
                "asn1.RawValue | 3f8f7f00 | 0 2047 true ''",
                "[]int | 3000 | []",
                "[]int | 3006020101020102 | [01, 02]",
                "[]asn1.RawValue | 3006020101040102 | [01, 02]",
                "'optional,explicit,tag:0' | 3000 | 0",
                "'optional,explicit,tag:0' | 3005a003020101 | 1",
                "'optional,explicit,tag:0' | 3005a103020101 | 0",
                "'optional,explicit,tag:0' | 30058003020101 | 0",
                "'optional,explicit,tag:0' | 3005a003040101 | 0",
                "'optional,explicit,tag:0' | 3003020101 | 0"
            })
    void readsWhatGoReads(String type, String hex, String expected) throws MalformedDer {
        assertThat(read(type, der(hex))).hasToString(expected.replace("''", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int | '' | syntax error: sequence truncated",
                "int | 02 | syntax error: truncated tag or length",
                "int | 0201 | syntax error: data truncated",
                "int | 0280 | syntax error: indefinite length found (not DER)",
                "int | 0282ff | syntax error: truncated tag or length",
                "int | 028101 | structure error: non-minimal length",
                "int | 02817f | structure error: non-minimal length",
                "int | 028180 | syntax error: data truncated",
                "int | 02820001 | structure error: superfluous leading zeros in length",
                "int | 0284007fffff | structure error: superfluous leading zeros in length",
                "int | 02837fffff | syntax error: data truncated",
                "int | 02847fffffff | syntax error: data truncated",
                "int | 02847fffffff00 | syntax error: data truncated",
                "int | 0284800000 | syntax error: truncated tag or length",
                "int | 028480000000 | structure error: length too large",
                "int | 0284ffffffff | structure error: length too large",
                "int | 0200 | structure error: empty integer",
                "int | 0202007f | structure error: integer not minimally-encoded",
                "int | 0202ff80 | structure error: integer not minimally-encoded",
                "int | 02020000 | structure error: integer not minimally-encoded",
                "int | 0209008000000000000000 | structure error: integer too large",
                "int | 1f1e00 | syntax error: non-minimal tag",
                "int | 1f8000 | syntax error: integer is not minimally encoded",
                "int | 1f8100 | syntax error: truncated tag or length",
                "int | 1f888080800000 | structure error: base 128 integer too large",
                "int | 1fffffffffff7f00 | structure error: base 128 integer too large",
                "int | 1fff | syntax error: truncated base 128 integer",
                "int | 1f | syntax error: truncated base 128 integer",
                "*big.Int | 0200 | structure error: empty integer",
                "*big.Int | 02020001 | structure error: integer not minimally-encoded",
                "*big.Int | 020900 | syntax error: data truncated",
                "bool | 0100 | syntax error: invalid boolean",
                "bool | 010101 | syntax error: invalid boolean",
                "bool | 01020000 | syntax error: invalid boolean",
                "bool | 0102ffff | syntax error: invalid boolean",
                "[]byte | 040301 | syntax error: data truncated",
                "asn1.BitString | 0300 | syntax error: zero length BIT STRING",
                "asn1.BitString | 030200 | syntax error: data truncated",
                "asn1.BitString | 030101 | syntax error: invalid padding bits in BIT STRING",
                "asn1.BitString | 030108 | syntax error: invalid padding bits in BIT STRING",
                "asn1.BitString | 03020101 | syntax error: invalid padding bits in BIT STRING",
                "asn1.BitString | 03020701 | syntax error: invalid padding bits in BIT STRING",
                "asn1.BitString | 03020800 | syntax error: invalid padding bits in BIT STRING",
                "asn1.BitString | 0302ff00 | syntax error: invalid padding bits in BIT STRING",
                "asn1.ObjectIdentifier | 0600 | syntax error: zero length OBJECT IDENTIFIER",
                "asn1.ObjectIdentifier | 060187 | syntax error: truncated base 128 integer",
                "asn1.ObjectIdentifier | 06022aff | syntax error: truncated base 128 integer",
                "asn1.ObjectIdentifier | 06022a80 | syntax error: integer is not minimally encoded",
                "asn1.ObjectIdentifier | 060c2a81808080808080808080800000 | structure error: base 128 integer too large",
                "asn1.ObjectIdentifier | 06062a8880808000 | structure error: base 128 integer too large",
                "asn1.RawValue | 4102 | syntax error: data truncated",
                "asn1.RawValue | 30 | syntax error: truncated tag or length",
                "[]int | 3006020101040102 | structure error: sequence tag mismatch",
                "[]int | 3003220101 | structure error: sequence tag mismatch",
                "[]int | 3003820101 | structure error: sequence tag mismatch",
                "[]int | 30050201010202 | syntax error: truncated sequence",
                "[]int | 300402010102 | syntax error: truncated tag or length",
                "[]int | 30818000 | syntax error: data truncated",
                "[]asn1.RawValue | 3005020101020205 | syntax error: truncated sequence",
                "'optional,explicit,tag:0' | 3002a000 | structure error: explicit tag has no child",
                "'optional,explicit,tag:0' | 30028000 | structure error: explicit tag has no child",
                "'optional,explicit,tag:0' | 3004a0000201 | structure error: zero length explicit tag was not an asn1.Flag",
                "'optional,explicit,tag:0' | 30058000020101 | structure error: zero length explicit tag was not an asn1.Flag",
                "'optional,explicit,tag:0' | 3005a003020201 | syntax error: data truncated",
                "'optional,explicit,tag:0' | 3001a0 | syntax error: truncated tag or length"
            })
    void refusesWhatGoRefusesInItsWords(String type, String hex, String expected) {
        assertThatThrownBy(() -> read(type, der(hex)))
                .isInstanceOf(MalformedDer.class)
                .hasMessage("asn1: " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int | 030100 | 2 vs {class:0 tag:3 length:1 isCompound:false} | int @2",
                "struct{A int; B int} | 3006020101040102 | 2 vs {class:0 tag:4 length:1 isCompound:false} | int @5",
                "int | 22020102 | 2 vs {class:0 tag:2 length:2 isCompound:true} | int @2",
                "int | 820101 | 2 vs {class:2 tag:2 length:1 isCompound:false} | int @2",
                "int | 1f810000 | 2 vs {class:0 tag:128 length:0 isCompound:false} | int @4",
                "int | 1f87ffffff7f00 | 2 vs {class:0 tag:2147483647 length:0 isCompound:false} | int @7",
                "[]byte | 24020102 | 4 vs {class:0 tag:4 length:2 isCompound:true} | ' @2'",
                "[]int | 3100 | 16 vs {class:0 tag:17 length:0 isCompound:true} | ' @2'",
                "asn1.BitString | 23020001 | 3 vs {class:0 tag:3 length:2 isCompound:true} | BitString @2"
            })
    void tellsOfAnotherTypeAsGoDoes(String type, String hex, String tags, String where) {
        assertThatThrownBy(() -> read(type, der(hex)))
                .isInstanceOf(MalformedDer.class)
                .hasMessage(MISMATCH, tags, where);
    }

    /** X.690, 8.1.2: class, form and number are those of the first octet. */
    @Test
    void looksAtTheTagOfTheNextValue() throws MalformedDer {
        DerInput input = der("81010a" + "a1020500" + "010100" + "0500");
        assertThat(input.nextIsContext(0)).isFalse();
        assertThat(input.nextIsContext(1)).isTrue();
        assertThat(input.nextIsUniversal(DerInput.BOOLEAN)).isFalse();
        assertThat(input.optionalTagged(1)).as("primitive").isNull();
        assertThat(input.skipPrimitive(0)).isFalse();
        assertThat(input.skipPrimitive(1)).isTrue();
        assertThat(input.skipPrimitive(1)).as("constructed").isFalse();
        assertThat(input.optionalTagged(0)).isNull();
        DerValue tagged = input.optionalTagged(1);
        assertThat(hex(tagged.encoded())).isEqualTo("a1020500");
        assertThat(input.nextIsContext(1)).isFalse();
        assertThat(input.nextIsUniversal(DerInput.BOOLEAN)).isTrue();
        assertThat(input.bool()).isFalse();
        assertThat(hex(input.optionalAny().encoded())).isEqualTo("0500");
        assertThat(input.optionalAny()).isNull();
        assertThat(input.nextIsContext(1)).isFalse();
        assertThat(input.nextIsUniversal(5)).isFalse();
        assertThat(input.optionalTagged(1)).isNull();
    }

    @Test
    void saysWithWhatAStepFailed() throws MalformedDer {
        assertThat(MalformedDer.<Long>instead("x", () -> der("020105").int64())).isEqualTo(5);
        assertThatThrownBy(() -> MalformedDer.instead("x", () -> der("0200").int64()))
                .isInstanceOf(MalformedDer.class)
                .hasMessage("x");
    }
}
