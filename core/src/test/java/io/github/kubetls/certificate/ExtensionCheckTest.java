package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations: x509.ParseCertificate of Go 1.26 on certificates with these extensions; before 1.33, of Go 1.19. */
class ExtensionCheckTest {

    private static void check(String oid, boolean critical, String hex, KubernetesRelease release) throws MalformedDer {
        ExtensionCheck.check(oid, critical, new DerInput(HexFormat.of().parseHex(hex)), release);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2.5.29.19 | nothing in it | 3000",
                "2.5.29.19 | a CA | 30030101ff",
                "2.5.29.19 | no CA, written out | 3003010100",
                "2.5.29.19 | a path length only | 3003020100",
                "2.5.29.19 | a CA with a path length | 30060101ff020105",
                "2.5.29.19 | a path length of 63 bits | 300d0101ff02087f00000000000000",
                "2.5.29.19 | text | 3003040161",
                "2.5.29.19 | bytes after it | 30090101ff020101020101",
                "2.5.29.19 | the path length first | 30060201010101ff",
                "2.5.29.19 | bytes behind | 30030101ff00",
                "2.5.29.15 | a bit | 03020780",
                "2.5.29.15 | no bit | 030100",
                "2.5.29.15 | bytes after it | 0302078000",
                "2.5.29.37 | nothing in it | 3000",
                "2.5.29.37 | one | 300406022a03",
                "2.5.29.37 | bytes after it | 300000",
                "2.5.29.14 | as it should be | 040161",
                "2.5.29.14 | nothing in it | 0400",
                "2.5.29.14 | bytes after it | 04016100",
                "2.5.29.35 | as it should be | 3003800161",
                "2.5.29.35 | nothing in it | 3000",
                "2.5.29.35 | a constructed identifier | 3003a00161",
                "2.5.29.35 | a constructed identifier that is cut off | 3003a00561",
                "2.5.29.35 | issuer and serial number | 3005a100820131",
                "2.5.29.35 | a serial number that is cut off | 3003810561",
                "2.5.29.35 | bytes after it | 300000",
                "2.5.29.32 | as it should be | 3006300406022a03",
                "2.5.29.32 | nothing in it | 3000",
                "2.5.29.32 | a qualifier | 3009300706022a03020101",
                "2.5.29.32 | bytes after it | 300000",
                "2.5.29.31 | as it should be | 3010300ea00ca00a8608687474703a2f2f61",
                "2.5.29.31 | nothing in it | 3000",
                "2.5.29.31 | an empty point | 30023000",
                "2.5.29.31 | reasons only | 30053003810100",
                "2.5.29.31 | another kind of name | 30093007a005a003820161",
                "2.5.29.31 | another kind of name, cut off | 30093007a005a003820961",
                "2.5.29.31 | a primitive name | 30053003800161",
                "2.5.29.31 | bytes after it | 300000",
                "2.5.29.31 | a URI behind another kind | 300c300aa008a006820161860961",
                "1.3.6.1.5.5.7.1.1 | as it should be | 3009300706022a03860161",
                "1.3.6.1.5.5.7.1.1 | nothing in it | 3000",
                "1.3.6.1.5.5.7.1.1 | no location | 3006300406022a03",
                "1.3.6.1.5.5.7.1.1 | another kind of name | 3009300706022a03820161",
                "1.3.6.1.5.5.7.1.1 | another kind of name, cut off | 3009300706022a03820961",
                "1.3.6.1.5.5.7.1.1 | bytes after it | 300000",
                "2.5.29.17 | nothing in it | 3000",
                "2.5.29.17 | another kind of name | 3003a00178",
                "2.5.29.17 | all kinds | 3021810161820162860163870400000000871000000000000000000000000000000000",
                "2.5.29.17 | a high tag | 30039e0161",
                "2.5.29.17 | a number | 3003020161",
                "2.5.29.17 | a constructed name | 3003a201fc",
                "2.5.29.17 | an unknown kind | 3003890161",
                "2.5.29.17 | bytes after it | 300000",
                "2.5.29.17 | twice | 3006820162820162",
                "2.5.29.17 | a control character | 300382017f",
                "2.5.29.32 | as it should be | 3005300306012a",
                "2.5.29.36 | nothing in it | 3000",
                "2.5.29.36 | zero | 3003800100",
                "2.5.29.36 | the second only | 3003810100",
                "2.5.29.36 | both | 3006800100810101",
                "2.5.29.36 | the other order | 30058101008000",
                "2.5.29.36 | 57 bits | 300a80080100000000000000",
                "2.5.29.36 | a negative number | 30038001ff",
                "2.5.29.36 | a constructed identifier | 3004a0020001",
                "2.5.29.36 | a number | 3003020101",
                "2.5.29.36 | another tag | 30028200",
                "2.5.29.36 | bytes after it | 300000",
                "2.5.29.33 | nothing in it | 3000",
                "2.5.29.33 | as it should be | 3008300606012a06012b",
                "2.5.29.33 | half identifiers | 300730050600060180",
                "2.5.29.33 | a third value | 300b300906012a06012b020101",
                "2.5.29.54 | zero | 020100",
                "2.5.29.54 | a negative number | 0201ff",
                "2.5.29.54 | 57 bits | 02080100000000000000",
                "2.5.29.54 | bytes after it | 02010000"
            })
    void takesWhatGoTakes(String oid, String reason, String hex) {
        assertThatCode(() -> check(oid, false, hex, KubernetesRelease.latest()))
                .as(reason)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2.5.29.19 | half a CA | 3003010101 | invalid basic constraints",
                "2.5.29.19 | a path length of 65 bits | 300e0101ff0209010000000000000000 | invalid basic constraints",
                "2.5.29.19 | a path length with zeros in front | 30070101ff02020001 | invalid basic constraints",
                "2.5.29.19 | a negative path length | 30030201ff | invalid basic constraints",
                "2.5.29.15 | a number | 020101 | invalid key usage",
                "2.5.29.15 | odd bits | 03020900 | invalid key usage",
                "2.5.29.15 | nothing in it | 0300 | invalid key usage",
                "2.5.29.37 | a number behind | 300706022a03020101 | invalid extended key usages",
                "2.5.29.37 | half an identifier | 30020600 | invalid extended key usages",
                "2.5.29.37 | no sequence | 020101 | invalid extended key usages",
                "2.5.29.14 | a number | 020101 | invalid subject key identifier",
                "2.5.29.35 | cut off | 3003800561 | invalid authority key identifier",
                "2.5.29.35 | a number | 020101 | invalid authority key identifier",
                "2.5.29.32 | a number behind | 300b300406022a033003020101 | invalid certificate policies",
                "2.5.29.32 | an empty policy | 30023000 | invalid certificate policies",
                "2.5.29.32 | a number | 3003020101 | invalid certificate policies",
                "2.5.29.32 | half an identifier | 300430020600 | invalid certificate policies",
                "2.5.29.32 | no sequence | 020101 | invalid certificate policies",
                "2.5.29.31 | a URI that is cut off | 30093007a005a003860961 | invalid CRL distribution point",
                "2.5.29.31 | a second URI that is cut off | 300c300aa008a006860161860961 | invalid CRL distribution point",
                "2.5.29.31 | a number for a name | 30073005a003020101 | invalid CRL distribution point",
                "2.5.29.31 | no name | 30043002a000 | invalid CRL distribution point",
                "2.5.29.31 | a relative name | 30063004a002a100 | invalid CRL distribution point",
                "2.5.29.31 | a number behind | 300c3007a005a003860161020101 | invalid CRL distribution point",
                "2.5.29.31 | no sequence | 020101 | invalid CRL distribution points",
                "1.3.6.1.5.5.7.1.1 | no method | 30053003860161 | invalid authority info access",
                "1.3.6.1.5.5.7.1.1 | half an identifier | 300430020600 | invalid authority info access",
                "1.3.6.1.5.5.7.1.1 | cut off | 3009300706022a03860961 | invalid authority info access",
                "1.3.6.1.5.5.7.1.1 | a responder that is cut off | 300f300d06082b06010505073001860961 | invalid authority info access",
                "1.3.6.1.5.5.7.1.1 | a number behind | 3009300406022a03020101 | invalid authority info access",
                "1.3.6.1.5.5.7.1.1 | a number | 020101 | invalid authority info access",
                "2.5.29.17 | an address of 5 bytes | 300787050000000000 | cannot parse IP address of length 5",
                "2.5.29.17 | an address of no byte | 30028700 | cannot parse IP address of length 0",
                "2.5.29.17 | a DNS name beyond ASCII | 30038201fc | SAN dNSName is malformed",
                "2.5.29.17 | a mailbox beyond ASCII | 30038101fc | SAN rfc822Name is malformed",
                "2.5.29.17 | a URI beyond ASCII | 30038601fc | SAN uniformResourceIdentifier is malformed",
                "2.5.29.17 | a host with an empty label | 300e860c687474703a2f2f612e2e622f | cannot parse URI \"http://a..b/\": invalid domain",
                "2.5.29.17 | cut off | 3003820561 | invalid subject alternative name",
                "2.5.29.17 | a tag of two bytes | 30049f1f0161 | invalid subject alternative name",
                "2.5.29.32 | zeros in front of an identifier | 3006300406028001 | invalid certificate policies",
                "2.5.29.32 | zeros in front of a part | 3007300506032a8001 | invalid certificate policies",
                "2.5.29.32 | an identifier that is cut off | 3006300406022a81 | invalid certificate policies",
                "2.5.29.32 | zeros only | 3006300406022a80 | invalid certificate policies",
                "2.5.29.32 | text for an identifier | 30053003040161 | invalid certificate policies",
                "2.5.29.32 | a constructed identifier | 3005300326012a | invalid certificate policies",
                "2.5.29.32 | twice with another between | 3012300406022a03300406022a04300406022a03 | invalid certificate policies",
                "2.5.29.36 | zeros in front of the second | 300780010081020000 | invalid policy constraints extension",
                "2.5.29.36 | no number | 30028000 | invalid policy constraints extension",
                "2.5.29.36 | zeros in front | 300480020001 | invalid policy constraints extension",
                "2.5.29.36 | 65 bits | 300b8009010000000000000000 | invalid policy constraints extension",
                "2.5.29.36 | no sequence | 020101 | invalid policy constraints extension",
                "2.5.29.36 | no second number | 30028100 | invalid policy constraints extension",
                "2.5.29.33 | one identifier | 3005300306012a | invalid policy mappings extension",
                "2.5.29.33 | a number in the second place | 3008300606012a020101 | invalid policy mappings extension",
                "2.5.29.33 | a number in the first place | 3008300602010106012a | invalid policy mappings extension",
                "2.5.29.33 | a number behind | 300b300606012a06012b020101 | invalid policy mappings extension",
                "2.5.29.33 | no sequence | 020101 | invalid policy mappings extension",
                "2.5.29.54 | 65 bits | 0209010000000000000000 | invalid inhibit any policy extension",
                "2.5.29.54 | text | 040161 | invalid inhibit any policy extension",
                "2.5.29.54 | nothing in it | 0200 | invalid inhibit any policy extension",
                "2.5.29.54 | zeros in front | 02020001 | invalid inhibit any policy extension"
            })
    void refusesWhatGoRefusesInItsWords(String oid, String reason, String hex, String expected) {
        assertThatThrownBy(() -> check(oid, false, hex, KubernetesRelease.latest()))
                .as(reason)
                .isInstanceOf(MalformedDer.class)
                .hasMessage("x509: " + expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2.5.29.32 | twice with another between | 3012300406022a03300406022a04300406022a03",
                "2.5.29.36 | zeros in front of the second | 300780010081020000",
                "2.5.29.36 | no number | 30028000",
                "2.5.29.36 | zeros in front | 300480020001",
                "2.5.29.36 | 65 bits | 300b8009010000000000000000",
                "2.5.29.36 | no sequence | 020101",
                "2.5.29.36 | no second number | 30028100",
                "2.5.29.33 | one | 3005300306012a",
                "2.5.29.33 | a number in the second place | 3008300606012a020101",
                "2.5.29.33 | a number in the first place | 3008300602010106012a",
                "2.5.29.33 | a number behind | 300b300606012a06012b020101",
                "2.5.29.33 | no sequence | 020101",
                "2.5.29.54 | 65 bits | 0209010000000000000000",
                "2.5.29.54 | text | 040161",
                "2.5.29.54 | nothing in it | 0200",
                "2.5.29.54 | zeros in front | 02020001"
            })
    void looksIntoPoliciesSince133(String oid, String reason, String hex) {
        assertThatCode(() -> check(oid, false, hex, KubernetesRelease.of(32)))
                .as(reason)
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(oid, false, hex, KubernetesRelease.of(33)))
                .isInstanceOf(MalformedDer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"300a300806062a8880808000", "3018301606146981ffffffffffffffffffffffffffffffffff7f"})
    void takesPoliciesWithLongPartsSince130(String hex) {
        assertThatCode(() -> check("2.5.29.32", false, hex, KubernetesRelease.of(30)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check("2.5.29.32", false, hex, KubernetesRelease.of(29)))
                .hasMessage("x509: invalid certificate policies");
    }

    /** RFC 5280, sections 4.2.1.1, 4.2.1.2 and 4.2.2.1. */
    @ParameterizedTest
    @CsvSource({
        "2.5.29.14, 040161, subject key identifier",
        "2.5.29.35, 3003800161, authority key identifier",
        "1.3.6.1.5.5.7.1.1, 3000, authority info access"
    })
    void refusesIdentifiersThatAreCriticalSince133(String oid, String hex, String name) {
        assertThatCode(() -> check(oid, true, hex, KubernetesRelease.of(32))).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(oid, true, hex, KubernetesRelease.of(33)))
                .hasMessage("x509: " + name + " incorrectly marked critical");
    }

    @ParameterizedTest
    @CsvSource({
        "2.5.29.32, 3006300406022a03",
        "2.5.29.31, 3000",
        "2.5.29.36, 3003800100",
        "2.5.29.33, 3008300606012a06012b",
        "2.5.29.54, 020100"
    })
    void takesOthersThatAreCritical(String oid, String hex) {
        assertThatCode(() -> check(oid, true, hex, KubernetesRelease.latest())).doesNotThrowAnyException();
    }

    /** Go 1.24 takes any. */
    @Test
    void refusesNegativePathLengthsSince136() {
        assertThatCode(() -> check("2.5.29.19", true, "30060101ff0201ff", KubernetesRelease.of(35)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check("2.5.29.19", true, "30060101ff0201ff", KubernetesRelease.of(36)))
                .hasMessage("x509: invalid basic constraints");
    }
}
