package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/certificates.md, 4. */
class DistinguishedNameTest {

    @Test
    void aBuilderOfANameHasAllOfIt() {
        DistinguishedName name = DistinguishedName.builder()
                .commonName("cn")
                .organizations("o", "p")
                .organizationalUnits("ou")
                .countries("DE")
                .provinces("BE")
                .localities("Berlin")
                .streetAddresses("s")
                .postalCodes("10117")
                .serialNumber("7")
                .build();
        assertThat(name.toBuilder().build()).isEqualTo(name);
        assertThat(name.toBuilder().commonName("").build().countries()).containsExactly("DE");
        assertThat(name.commonName()).isEqualTo("cn");
        assertThat(name.organizations()).containsExactly("o", "p");
        assertThat(name.organizationalUnits()).containsExactly("ou");
        assertThat(name.countries()).containsExactly("DE");
        assertThat(name.provinces()).containsExactly("BE");
        assertThat(name.localities()).containsExactly("Berlin");
        assertThat(name.streetAddresses()).containsExactly("s");
        assertThat(name.postalCodes()).containsExactly("10117");
        assertThat(name.serialNumber()).isEqualTo("7");
    }

    @Test
    void anAttributeWithoutValuesIsNotThere() {
        DistinguishedName name = DistinguishedName.of("cn", "o").toBuilder()
                .commonName("")
                .organizations()
                .serialNumber("")
                .build();
        assertThat(name).isEqualTo(DistinguishedName.empty());
        assertThat(name.commonName()).isEmpty();
        assertThat(name.organizations()).isEmpty();
    }

    private static String encoded(DistinguishedName name) {
        return HexFormat.of().formatHex(Names.encode(name));
    }

    @Test
    void theEmptyNameHasTwoBytes() {
        assertThat(encoded(DistinguishedName.empty())).isEqualTo("3000");
        assertThat(encoded(DistinguishedName.of(""))).isEqualTo("3000");
    }

    @Test
    void organizationsComeBeforeTheCommonName() {
        assertThat(encoded(DistinguishedName.of("c", "o")))
                .isEqualTo("3018" + "310a3008060355040a1301" + "6f" + "310a300806035504031301" + "63");
    }

    @Test
    void attributeTypesHaveAFixedOrder() {
        DistinguishedName name = DistinguishedName.builder()
                .serialNumber("9")
                .commonName("8")
                .organizationalUnits(List.of("7"))
                .organizations("6")
                .postalCodes(List.of("5"))
                .streetAddresses(List.of("4"))
                .localities(List.of("3"))
                .provinces(List.of("2"))
                .countries(List.of("1"))
                .build();
        StringBuilder expected = new StringBuilder("306c");
        String[] types = {"06", "08", "07", "09", "11", "0a", "0b", "03", "05"};
        for (int i = 0; i < types.length; i++) {
            expected.append("310a300806035504").append(types[i]).append("13013").append(i + 1);
        }
        assertThat(encoded(name)).isEqualTo(expected.toString());
    }

    @Test
    void valuesOfOneTypeShareASetSortedByItsBytes() {
        assertThat(encoded(DistinguishedName.of("", "bb", "c", "a")))
                .as("shorter ones first")
                .isEqualTo(
                        "3021" + "311f" + "3008060355040a130161" + "3008060355040a130163" + "3009060355040a13026262");
        assertThat(encoded(DistinguishedName.of("", "a", "a"))).contains("3008060355040a1301613008060355040a130161");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "system:node:worker-1, 13",
                "| '()+,-./:=?|, 13",
                "azAZ09, 13",
                "*.example.test, 0c",
                "a&b, 0c",
                "a;b, 0c",
                "a<b, 0c",
                "a>b, 0c",
                "a@b, 0c",
                "a[b, 0c",
                "a_b, 0c",
                "a`b, 0c",
                "a{b, 0c",
                "\u00FC, 0c"
            })
    void isPrintableStringWherePossible(String value, String tag) {
        assertThat(encoded(DistinguishedName.of(value)).substring(22, 24)).isEqualTo(tag);
    }

    @Test
    void refusesWhatIsNoText() {
        assertThatThrownBy(() -> DistinguishedName.of("\uDC80")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comparesByValues() {
        DistinguishedName name = DistinguishedName.of("c", "a", "b");
        assertThat(name)
                .isEqualTo(DistinguishedName.of("c", "a", "b"))
                .hasSameHashCodeAs(DistinguishedName.of("c", "a", "b"));
        assertThat(name).isNotEqualTo(DistinguishedName.of("c", "b", "a")).isNotEqualTo(DistinguishedName.of("c", "a"));
        assertThat(name).hasToString("CN=c, O=[a, b]");
    }
}
