package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectAltNamesTest {

    @Test
    void aBuilderOfNamesHasAllOfThem() {
        SubjectAltNames names = SubjectAltNames.builder()
                .dnsNames("a")
                .emailAddresses("a@b")
                .ipAddresses("10.0.0.9")
                .uris("spiffe://a/b")
                .build();
        assertThat(names.toBuilder().build()).isEqualTo(names);
        assertThat(names.toBuilder().dnsNames("b").build())
                .hasToString("[DNS:b, email:a@b, IP:10.0.0.9, URI:spiffe://a/b]");
        assertThat(names.dnsNames()).containsExactly("a");
        assertThat(names.emailAddresses()).containsExactly("a@b");
        assertThat(names.ipAddressTexts()).containsExactly("10.0.0.9");
        assertThat(names.uris()).containsExactly("spiffe://a/b");
        assertThat(names.size()).isEqualTo(4);
        assertThat(names.isEmpty()).isFalse();
    }

    /** docs/behaviour/certificates.md, 5.1. */
    @Test
    void writesNamesKindByKind() {
        SubjectAltNames names = SubjectAltNames.builder()
                .uris("a:b")
                .ipAddresses("fd00::9", "10.0.0.9", "::ffff:10.0.0.8")
                .emailAddresses("a@b")
                .dnsNames("b", "a")
                .build();
        assertThat(HexFormat.of().formatHex(SubjectAltNamesReader.write(names)))
                .isEqualTo("302e" + "820162" + "820161" + "8103614062" + "8710fd000000000000000000000000000009"
                        + "87040a000009" + "87040a000008" + "8603613a62");
    }

    /** RFC 5280, section 4.2.1.6. */
    @Test
    void tellsOfNamesOfOtherKinds() throws MalformedDer {
        byte[] value = TestDer.seq(
                TestDer.tlv(0xA0, TestDer.oid("1.2.3")),
                TestDer.string(0x82, "a"),
                TestDer.tlv(0x83),
                TestDer.tlv(0xA4, TestDer.seq()),
                TestDer.tlv(0xA5),
                TestDer.tlv(0x88, new byte[] {42}),
                TestDer.tlv(0x89));
        SubjectAltNamesReader.Result result = SubjectAltNamesReader.read(new DerInput(value));
        assertThat(result.names()).isEqualTo(SubjectAltNames.of("a"));
        assertThat(result.unseen())
                .containsExactly(
                        "otherName", "x400Address", "directoryName", "ediPartyName", "registeredID", "name of kind 9");
    }

    @Test
    void comparesNamesOfAllKinds() {
        SubjectAltNames names = SubjectAltNames.of("a", "10.0.0.9");
        assertThat(names)
                .isNotEqualTo(names.toBuilder().dnsNames("b").build())
                .isNotEqualTo(names.toBuilder().emailAddresses("a@b").build())
                .isNotEqualTo(names.toBuilder().ipAddresses("10.0.0.8").build())
                .isNotEqualTo(names.toBuilder().uris("a:b").build())
                .isNotEqualTo(names.toString());
    }

    @Test
    void sortsTextsIntoNamesAndAddresses() {
        SubjectAltNames names = SubjectAltNames.of("worker-1", "10.0.0.9", "*.example.test", "FD00::9", "010.0.0.1");
        assertThat(names.dnsNames()).containsExactly("worker-1", "*.example.test", "010.0.0.1");
        assertThat(names.ipAddressTexts()).containsExactly("10.0.0.9", "fd00::9");
        assertThat(names).hasToString("[DNS:worker-1, DNS:*.example.test, DNS:010.0.0.1, IP:10.0.0.9, IP:fd00::9]");
        assertThat(names.size()).isEqualTo(5);
        assertThat(SubjectAltNames.none().isEmpty()).isTrue();
    }

    @Test
    void sortsTextsAsKubeadmDoes() {
        List<String> texts = List.of(
                "b",
                "10.0.0.2",
                "*.a.b",
                "10.0.0.1",
                "a",
                "b",
                "10.0.0.2",
                "010.1.1.1",
                "A",
                "a_b",
                "*.*.b",
                "a.*",
                "*",
                "-a",
                "");
        SubjectAltNames names = SubjectAltNames.kubeadm(texts);
        assertThat(names.dnsNames()).containsExactly("*.a.b", "a", "b");
        assertThat(names.ipAddressTexts()).containsExactly("10.0.0.2", "10.0.0.1", "10.1.1.1");
        assertThat(SubjectAltNames.invalidForKubeadm(texts)).containsExactly("A", "a_b", "*.*.b", "a.*", "*", "-a", "");
        assertThat(SubjectAltNames.kubeadm(List.of("a".repeat(254))).isEmpty()).isTrue();
        String longest = "a".repeat(253);
        assertThat(SubjectAltNames.kubeadm(List.of(longest)).dnsNames()).containsExactly(longest);
    }

    @Test
    void anIpv4MappedAddressIsTheIpv4Address() {
        SubjectAltNames names =
                SubjectAltNames.builder().ipAddresses("::ffff:10.1.2.3").build();
        assertThat(names.ipAddresses().get(0).getAddress()).containsExactly(10, 1, 2, 3);
        assertThat(names).isEqualTo(SubjectAltNames.of("10.1.2.3")).hasSameHashCodeAs(SubjectAltNames.of("10.1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "worker-1", "1.2.3", "::1%eth0", "010.0.0.1", ""})
    void refusesTextsThatAreNoAddress(String text) {
        assertThatThrownBy(() -> SubjectAltNames.builder().ipAddresses(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an IP address");
    }

    @Test
    void refusesNamesBeyondAsciiAndSaysTheirIdnaForm() {
        assertThatThrownBy(() -> SubjectAltNames.of("b\u00FCcher.test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write xn--bcher-kva.test");
        assertThatThrownBy(() -> SubjectAltNames.of("\u00FC".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no IDNA form");
        assertThatThrownBy(() -> SubjectAltNames.builder().emailAddresses(List.of("\u00FC@b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SubjectAltNames.builder().uris(List.of("http://\u00FC/")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SubjectAltNames.builder().uris(List.of(":a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x509: cannot parse URI \":a\": parse \":a\": missing protocol scheme");
    }

    /** Expectations: Go's net/url, version 1.19. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "spiffe://cluster.local/ns/a/sa/b, spiffe://cluster.local/ns/a/sa/b",
                "HTTP://Host/Path, http://Host/Path",
                "http://u:p@h:80/a%2fb?q#f, http://u:p@h:80/a%2fb?q#f",
                "http://h/a b, http://h/a%20b",
                "http://h, http://h",
                "http:///p, http:///p",
                "http:/p, http:/p",
                "urn:a:b?#, urn:a:b?",
                "x?, x?",
                "a/b:c, a/b:c",
                "*, *",
                "http://[::1]:80/, http://[::1]:80/",
                "http://h/%7e, http://h/%7e",
                "http://h/a|b, http://h/a%7Cb",
                "//h/p, //h/p",
                "mailto:a@b, mailto:a@b",
                "http://h/#a b, http://h/#a%20b"
            })
    void writesUrisAsKubernetesDoes(String uri, String expected) {
        assertThat(SubjectAltNames.builder().uris(List.of(uri)).build().uris()).containsExactly(expected);
    }

    /** Expectations: Go's net/url, version 1.19. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "http://[::1, missing ']' in host",
                "http://h:x/, `invalid port \":x\" after host`",
                "http://h/%zz, `invalid URL escape \"%zz\"`",
                "http://h/%2, `invalid URL escape \"%2\"`",
                "http://%41/, `invalid URL escape \"%41\"`",
                "http://a b/, `invalid character \" \" in host name`",
                "http://u^@h/, net/url: invalid userinfo",
                "1:a, first path segment in URL cannot contain colon",
                "http://h/#%, `invalid URL escape \"%\"`"
            })
    void refusesUrisThatKubernetesCannotParse(String uri, String why) {
        assertThatThrownBy(() -> SubjectAltNames.builder().uris(List.of(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": " + why);
    }
}
