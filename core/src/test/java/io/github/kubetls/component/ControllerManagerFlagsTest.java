package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.component.ControllerManagerFlags.SigningFiles;
import io.github.kubetls.csr.SignerName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/components.md, 2. */
class ControllerManagerFlagsTest {

    private static final SignerName CLIENT = SignerName.KUBE_APISERVER_CLIENT_KUBELET;
    private static final SignerName SERVING = SignerName.KUBELET_SERVING;

    @Test
    void writesWhatBootstrappingNeeds() {
        ControllerManagerFlags flags =
                good().clusterSigningDuration(Duration.ofDays(30)).build();
        assertThat(flags.toText()).isEqualTo("""
                        --cluster-signing-cert-file=/pki/ca.crt
                        --cluster-signing-key-file=/pki/ca.key
                        --cluster-signing-duration=720h0m0s
                        --controllers=*,bootstrapsigner,tokencleaner
                        """);
        assertThat(ControllerManagerFlags.parse(flags.toText())).isEqualTo(flags);
        assertThat(flags.toBuilder().build()).isEqualTo(flags);
        assertThat(flags.clusterSigningCertFile()).contains("/pki/ca.crt");
        assertThat(flags.clusterSigningKeyFile()).contains("/pki/ca.key");
        assertThat(flags.findings()).isEmpty();
        assertThat(flags.toBuilder().otherFlags("--leader-elect=false").build().arguments())
                .contains("--leader-elect=false");
    }

    private static ControllerManagerFlags.Builder good() {
        return ControllerManagerFlags.builder()
                .clusterSigningCertFile("/pki/ca.crt")
                .clusterSigningKeyFile("/pki/ca.key")
                .controllers("*", "bootstrapsigner", "tokencleaner");
    }

    @Test
    void hasTheDefaultsOfKubernetes() {
        ControllerManagerFlags flags = ControllerManagerFlags.builder().build();
        assertThat(flags.clusterSigningDuration()).isEqualTo(Duration.ofHours(8760));
        assertThat(flags.controllers()).containsExactly("*");
        assertThat(flags.clusterSigningCertFile()).isEmpty();
        assertThat(flags.clusterSigningKeyFile()).isEmpty();
        assertThat(flags.signingFiles(CLIENT)).isEmpty();
    }

    @Test
    void theOlderNameOfTheDurationSetsTheSameFlag() {
        assertThat(ControllerManagerFlags.parse(
                                "--cluster-signing-duration=1h\n--experimental-cluster-signing-duration=2h")
                        .toText())
                .isEqualTo("--cluster-signing-duration=2h0m0s\n");
    }

    /** Texts of kube-controller-manager 1.20.2, whose names for two of the pairs are not those of the flags. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kubelet-serving-cert-file       | "cluster-signing-kubelet-serving": cannot specify cert without key
            kubelet-serving-key-file        | "cluster-signing-kubelet-serving": cannot specify key without cert
            kubelet-client-cert-file        | "cluster-signing-kube-apiserver-client": cannot specify cert without key
            kubelet-client-key-file         | "cluster-signing-kube-apiserver-client": cannot specify key without cert
            kube-apiserver-client-cert-file | "cluster-signing-kube-apiserver": cannot specify cert without key
            kube-apiserver-client-key-file  | "cluster-signing-kube-apiserver": cannot specify key without cert
            legacy-unknown-cert-file        | "cluster-signing-legacy-unknown": cannot specify cert without key
            legacy-unknown-key-file         | "cluster-signing-legacy-unknown": cannot specify key without cert
            """)
    void refusesHalfAPair(String flag, String words) {
        String text = "--cluster-signing-" + flag + "=/f\n";
        assertThatThrownBy(() -> ControllerManagerFlags.parse(text))
                .hasMessage(words)
                .asInstanceOf(type(InvalidFormatException.class))
                .returns("FLAGS_CONFLICTING", InvalidFormatException::code);
        assertThatThrownBy(() -> ControllerManagerFlags.parse(text + "--cluster-signing-key-file=/k"))
                .hasMessage("[" + words + ", cannot specify --cluster-signing-{cert,key}-file and other"
                        + " --cluster-signing-*-file flags at the same time]");
    }

    @Test
    void refusesAMixtureOfGenericAndSpecificFiles() {
        String words =
                "cannot specify --cluster-signing-{cert,key}-file and other --cluster-signing-*-file flags at the"
                        + " same time";
        for (String generic : List.of("cert", "key")) {
            assertThatThrownBy(() -> ControllerManagerFlags.parse("--cluster-signing-" + generic + "-file=/g\n"
                            + "--cluster-signing-legacy-unknown-cert-file=/c\n"
                            + "--cluster-signing-legacy-unknown-key-file=/k\n"))
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessage(words);
        }
        assertThatThrownBy(() -> good().signingFiles(SERVING, new SigningFiles("/c", "/k"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }

    @Test
    void onePairSignsForAllSigners() {
        ControllerManagerFlags flags = good().build();
        for (SignerName signer : List.of(CLIENT, SERVING, SignerName.KUBE_APISERVER_CLIENT)) {
            assertThat(flags.signingFiles(signer)).contains(new SigningFiles("/pki/ca.crt", "/pki/ca.key"));
        }
        assertThat(flags.signingFiles(SignerName.of("example.com/mine"))).isEmpty();
    }

    @Test
    void aSpecificPairTurnsTheOtherSignersOff() {
        ControllerManagerFlags flags = ControllerManagerFlags.builder()
                .signingFiles(SERVING, new SigningFiles("/c", "/k"))
                .controllers("*", "bootstrapsigner", "tokencleaner")
                .build();
        assertThat(flags.toText())
                .startsWith(
                        "--cluster-signing-kubelet-serving-cert-file=/c\n--cluster-signing-kubelet-serving-key-file=/k\n");
        assertThat(flags.signingFiles(SERVING)).contains(new SigningFiles("/c", "/k"));
        assertThat(flags.signingFiles(CLIENT)).isEmpty();
        assertThat(flags.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SIGNER_DISABLED");
            assertThat(finding.message()).contains(CLIENT.value());
        });
        assertThatThrownBy(() -> ControllerManagerFlags.builder()
                        .signingFiles(SignerName.of("example.com/x"), new SigningFiles("/c", "/k")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void halfTheGenericPairTurnsSigningOffWithoutAnError() {
        ControllerManagerFlags flags = ControllerManagerFlags.parse("--cluster-signing-cert-file=/c");
        assertThat(flags.signingFiles(CLIENT)).isEmpty();
        assertThat(flags.findings())
                .anySatisfy(finding -> assertThat(finding)
                        .returns("SIGNING_CA_MISSING", Finding::code)
                        .returns("--cluster-signing-key-file", f -> f.location().path())
                        .returns(Finding.Severity.ERROR, Finding::severity)
                        .returns(
                                "only one of certificate and key is set: the signers are off, without an error",
                                Finding::message));
        assertThat(ControllerManagerFlags.builder().build().findings())
                .anySatisfy(finding -> assertThat(finding)
                        .returns("SIGNING_CA_MISSING", Finding::code)
                        .returns(
                                "no CA is set: the signers are off, approved requests stay without a certificate",
                                Finding::message));
        assertThat(ControllerManagerFlags.parse("--cluster-signing-key-file=/k").findings())
                .anySatisfy(finding -> assertThat(finding)
                        .returns(
                                "--cluster-signing-cert-file", f -> f.location().path()));
    }

    @ParameterizedTest(name = "{1} in {0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            *                               | csrsigning                  | true
            *                               | bootstrapsigner             | false
            *                               | token-cleaner-controller    | false
            *,bootstrapsigner               | bootstrapsigner             | true
            *,bootstrapsigner               | tokencleaner                | false
            bootstrapsigner,*               | bootstrap-signer-controller | true
            *,bootstrap-signer-controller   | bootstrapsigner             | true
            *,-csrsigning                   | csrsigning                  | false
            -csrsigning,*                   | csrsigning                  | false
            csrsigning,-csrsigning          | csrsigning                  | true
            -csrsigning,csrsigning          | csrsigning                  | false
            csrsigning                      | csrapproving                | false
            *,BootstrapSigner               | bootstrapsigner             | false
            *                               | CSRSigning                  | true
            *                               | anything                    | true
            -bootstrapsigner,*              | bootstrapsigner             | false
            """)
    void decidesWhichControllersRun(String list, String name, boolean expected) {
        assertThat(ControllerManagerFlags.parse("--controllers=" + list).isControllerEnabled(name))
                .isEqualTo(expected);
    }

    @Test
    void anEmptyListRunsNothing() {
        assertThat(ControllerManagerFlags.parse("--controllers=").isControllerEnabled("csrsigning"))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            CERTIFICATE_CONTROLLER_DISABLED | --controllers=-csrsigning
            CERTIFICATE_CONTROLLER_DISABLED | --controllers=-csrapproving
            CERTIFICATE_CONTROLLER_DISABLED | --controllers=-certificatesigningrequest-cleaner-controller
            SIGNING_DURATION_INSUFFICIENT | --cluster-signing-duration=599s
            CONTROLLER_UNKNOWN         | --controllers=-CsrCleaner
            """)
    void findsWhatKeepsNodesWaiting(String code, String flag) {
        String text = good().build().toText();
        // The first entry that names a controller decides, so the flag comes first.
        assertThat(ControllerManagerFlags.parse(flag + "\n" + text).findings())
                .extracting(Finding::code)
                .containsExactly(code);
    }

    @Test
    void tenMinutesAreEnoughForTheShortestRequest() {
        assertThat(good().clusterSigningDuration(Duration.ofMinutes(10)).build().findings())
                .isEmpty();
    }

    @Test
    void findsThatTokenControllersAreOffByDefault() {
        assertThat(good().controllers("*").build().findings())
                .extracting(Finding::code, Finding::message)
                .containsExactly(
                        tuple(
                                "TOKEN_CONTROLLER_DISABLED",
                                "bootstrapsigner does not run: cluster-info is not signed, joining with a token fails"),
                        tuple(
                                "TOKEN_CONTROLLER_DISABLED",
                                "tokencleaner does not run: expired bootstrap tokens stay in the cluster"));
    }

    @Test
    void doesNotMissACaWhereNothingSigns() {
        assertThat(ControllerManagerFlags.parse("--controllers=bootstrapsigner,tokencleaner,csrapproving,csrcleaner")
                        .findings())
                .extracting(Finding::code)
                .containsExactly("CERTIFICATE_CONTROLLER_DISABLED");
    }
}
