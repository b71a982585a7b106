package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.KEYS;
import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.R37;
import static io.github.kubetls.podcertificate.PodRequests.condition;
import static io.github.kubetls.podcertificate.PodRequests.issued;
import static io.github.kubetls.podcertificate.PodRequests.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.manifest.FieldError;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 5. */
class PodStatusValidationTest {

    private static final Instant START = NOW.minus(Duration.ofMinutes(4));
    private static final Instant END = START.plus(Duration.ofHours(2));
    private static final Instant REFRESH = Instant.parse("2026-07-01T13:20:00Z");
    private static final X509Certificate LEAF = leaf(START, END);
    private static final PodCertificateRequest STORED =
            PodRequests.builder().maxExpiration(Duration.ofHours(2)).build();
    private static final String CHAIN = "status.certificateChain: Invalid value: ";
    private static final String IMMUTABLE =
            "status: Invalid value: immutable after PodCertificateRequest is issued, denied, or failed";

    private static List<String> texts(PodCertificateRequest stored, PodCertificateRequest sent, Instant now) {
        return sent.violationsOfUpdate(stored, PodRequestAdmission.Subresource.STATUS, now, R37).stream()
                .map(Object::toString)
                .toList();
    }

    private static List<String> texts(PodCertificateRequest sent) {
        return texts(STORED, sent, NOW);
    }

    private static PodCertificateRequest with(Condition... conditions) {
        return with(STORED, conditions);
    }

    private static PodCertificateRequest with(PodCertificateRequest request, Condition... conditions) {
        PodStatus status = request.status();
        return request.toBuilder()
                .status(new PodStatus(
                        List.of(conditions),
                        status.certificateChain(),
                        status.notBefore(),
                        status.beginRefreshAt(),
                        status.notAfter()))
                .build();
    }

    private static Condition.Builder denied() {
        return condition("Denied").toBuilder();
    }

    static Stream<Arguments> conditions() {
        String first = "status.conditions.[0]";
        return Stream.of(
                arguments("denied", List.of(denied().build()), List.of()),
                arguments("failed", List.of(condition("Failed")), List.of()),
                arguments(
                        "another type",
                        List.of(condition("Approved")),
                        List.of(first
                                + ".type: Unsupported value: \"Approved\": supported values: \"Denied\", \"Failed\","
                                + " \"Issued\"")),
                arguments(
                        "another status",
                        List.of(denied().status("Unknown").build()),
                        List.of(first + ".status: Unsupported value: \"Unknown\": supported values: \"True\"")),
                arguments(
                        "two of them",
                        List.of(condition("Denied"), condition("Failed")),
                        List.of(
                                "status.conditions.[1].type: Invalid value: \"Failed\": There may be at most one condition"
                                        + " with type \"Issued\", \"Denied\", or \"Failed\"")),
                arguments(
                        "one twice",
                        List.of(condition("Denied"), condition("Denied")),
                        List.of(
                                "status.conditions.[1].type: Invalid value: \"Denied\": There may be at most one condition"
                                        + " with type \"Issued\", \"Denied\", or \"Failed\"",
                                "status.conditions[1].type: Duplicate value: \"Denied\"")),
                arguments(
                        "no time, no reason",
                        List.of(Condition.builder("Denied").build()),
                        List.of(
                                "status.conditions[0].lastTransitionTime: Required value",
                                "status.conditions[0].reason: Required value")),
                arguments(
                        "a reason with colon", List.of(denied().reason("A:b,C_").build()), List.of()),
                arguments("a reason of one letter", List.of(denied().reason("A").build()), List.of()),
                arguments(
                        "a long reason",
                        List.of(denied().reason("A".repeat(1024)).build()),
                        List.of()),
                arguments(
                        "a longer reason",
                        List.of(denied().reason("A".repeat(1025)).build()),
                        List.of("status.conditions[0].reason: Too long: may not be more than 1024 bytes")),
                arguments(
                        "a status that is none",
                        List.of(denied().status("x").build()),
                        List.of(
                                first + ".status: Unsupported value: \"x\": supported values: \"True\"",
                                "status.conditions[0].status: Unsupported value: \"x\": supported values: \"False\","
                                        + " \"True\", \"Unknown\"")),
                arguments(
                        "32 KiB of message",
                        List.of(denied().message("x".repeat(32_768)).build()),
                        List.of()),
                arguments(
                        "a long message",
                        List.of(denied().message("x".repeat(32_769)).build()),
                        List.of("status.conditions[0].message: Too long: may not be more than 32768 bytes")));
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.2. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("conditions")
    void judgesConditions(String name, List<Condition> conditions, List<String> expected) {
        assertThat(texts(with(conditions.toArray(Condition[]::new)))).containsExactlyElementsOf(expected);
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.2: a type is one of three, and a label's key like any type. */
    @Test
    void judgesTheFormOfATypeThatIsNone() {
        assertThat(texts(with(condition("a b"))))
                .hasSize(2)
                .anyMatch(text -> text.startsWith("status.conditions.[0].type: Unsupported value: \"a b\""))
                .anyMatch(text -> text.startsWith("status.conditions[0].type: Invalid value: \"a b\": name part"));
    }

    @Test
    void wantsAReasonOfOneWord() {
        for (String reason : List.of("1a", "a b", "a,", "a:", "_a", "ä")) {
            assertThat(texts(with(denied().reason(reason).build())))
                    .singleElement()
                    .asString()
                    .startsWith("status.conditions[0].reason: Invalid value: ")
                    .contains(
                            "a condition reason must start with alphabetic character, optionally followed by a string of"
                                    + " alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g."
                                    + " 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex"
                                    + " used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')");
        }
    }

    @Test
    void stopsAtConditionsThatAreWrong() {
        PodCertificateRequest sent = with(issued(LEAF, REFRESH), condition("Denied"), condition("Issued"));
        assertThat(texts(sent)).hasSize(1);
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.3. */
    @Test
    void whatIsOverStaysAsItIs() {
        PodCertificateRequest over = with(condition("Denied"));
        assertThat(texts(over, over, NOW)).isEmpty();
        assertThat(texts(over, with(condition("Failed")), NOW)).containsExactly(IMMUTABLE);
        assertThat(texts(over, STORED, NOW)).containsExactly(IMMUTABLE);
        assertThat(texts(over, with(denied().message("x").build()), NOW)).containsExactly(IMMUTABLE);
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.3. */
    @Test
    void denialsAndFailuresHaveNoCertificate() {
        for (String type : List.of("Denied", "Failed")) {
            assertThat(texts(with(issued(LEAF, REFRESH), condition(type))))
                    .containsExactly(
                            "status: Invalid value: non-condition status fields must be empty when denying or failing the"
                                    + " PodCertificateRequest");
        }
    }

    static Stream<PodStatus> singleFields() {
        List<Condition> denial = List.of(condition("Denied"));
        return Stream.of(
                new PodStatus(denial, "x", null, null, null),
                new PodStatus(denial, "", START, null, null),
                new PodStatus(denial, "", null, REFRESH, null),
                new PodStatus(denial, "", null, null, END));
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.3. */
    @ParameterizedTest
    @MethodSource("singleFields")
    void aDenialHasNoOtherField(PodStatus status) {
        assertThat(texts(STORED.toBuilder().status(status).build()))
                .singleElement()
                .asString()
                .contains("non-condition status fields must be empty");
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.3. */
    @Test
    void nothingChangesWithoutACondition() {
        assertThat(texts(STORED)).isEmpty();
        assertThat(texts(with(issued(LEAF, REFRESH))))
                .containsExactly(
                        "status: Invalid value: status is immutable unless transitioning to \"Issued\", \"Denied\", or"
                                + " \"Failed\"");
    }

    private static PodCertificateRequest withChain(String pem) {
        PodCertificateRequest right = issued(LEAF, REFRESH);
        PodStatus status = right.status();
        return right.toBuilder()
                .status(new PodStatus(
                        status.conditions(), pem, status.notBefore(), status.beginRefreshAt(), status.notAfter()))
                .build();
    }

    private static PodCertificateRequest with(String pem, Instant notBefore, Instant beginRefreshAt, Instant notAfter) {
        PodStatus status = new PodStatus(List.of(condition("Issued")), pem, notBefore, beginRefreshAt, notAfter);
        return STORED.toBuilder().status(status).build();
    }

    private static PodCertificateRequest withTimes(Instant notBefore, Instant beginRefreshAt, Instant notAfter) {
        PodCertificateRequest right = issued(LEAF, REFRESH);
        return right.toBuilder()
                .status(new PodStatus(
                        right.conditions(), right.certificateChain(), notBefore, beginRefreshAt, notAfter))
                .build();
    }

    private static PodCertificateRequest named(SubjectAltNames names) {
        return issued(leaf(names, KEYS, START, END), REFRESH);
    }

    /** One block with several certificates. */
    private static String joined(X509Certificate... certificates) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Pem.Block block : Pem.blocks(Pem.write(List.of(certificates)))) {
            content.writeBytes(block.bytes());
        }
        return Pem.Block.of(Pem.CERTIFICATE, content.toByteArray()).toPem();
    }

    static Stream<Arguments> chains() {
        String leaf = Pem.write(LEAF);
        String ca = PodRequests.CA.certificatePem();
        String garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        String other = "-----BEGIN X-----\nAAAA\n-----END X-----\n";
        String header = leaf.replace("-----\nM", "-----\nk: v\n\nM");
        Instant early = START.minusSeconds(1);
        return Stream.of(
                arguments("E8", issued(LEAF, REFRESH), List.of()),
                arguments("with the CA", withChain(leaf + ca), List.of()),
                arguments("headers and text between", withChain("x\n" + header + "x\n" + ca), List.of()),
                arguments("the chain is not verified", withChain(leaf + leaf), List.of()),
                arguments("100 KiB", withChain(leaf + "x".repeat(102_400 - leaf.length())), List.of()),
                arguments(
                        "more",
                        withChain(leaf + "x".repeat(102_401 - leaf.length())),
                        List.of("status.certificateChain: Too long: may not be more than 102400 bytes")),
                arguments(
                        "no block",
                        withChain("x"),
                        List.of(CHAIN + "issued certificate chain must contain at least one certificate")),
                arguments(
                        "no certificate first",
                        withChain(other + leaf),
                        List.of(CHAIN + "issued certificate chain must consist entirely of CERTIFICATE PEM blocks")),
                arguments(
                        "garbage first",
                        withChain(garbage),
                        List.of(CHAIN + "leaf certificate does not parse as valid X.509")),
                arguments(
                        "two certificates in the first block",
                        withChain(joined(LEAF, PodRequests.CA.certificate())),
                        List.of(CHAIN + "leaf certificate does not parse as valid X.509")),
                arguments(
                        "no certificate second",
                        withChain(leaf + other),
                        List.of(CHAIN + "issued certificate chain must consist entirely of CERTFICATE PEM blocks")),
                arguments(
                        "garbage second",
                        withChain(leaf + garbage),
                        List.of(CHAIN + "intermediate certificate does not parse as valid X.509")),
                arguments("names", named(SubjectAltNames.of("api.orders.svc", "10.0.0.1")), List.of()),
                arguments(
                        "names that are wrong",
                        named(SubjectAltNames.builder()
                                .dnsNames("", "a..b", ".a", "b.")
                                .emailAddresses("a@b", "nobody")
                                .build()),
                        List.of(
                                CHAIN + "leaf certificate should not contain empty DNSName",
                                CHAIN + "leaf certificate's DNSName should not contain '..'",
                                CHAIN + "leaf certificate's DNSName should not start or end with '.'",
                                CHAIN + "leaf certificate's DNSName should not start or end with '.'",
                                CHAIN + "leaf certificate should not contain invalid EmailAddress")),
                arguments(
                        "an address of mail",
                        named(SubjectAltNames.builder().emailAddresses("a@b").build()),
                        List.of()),
                arguments(
                        "another key",
                        issued(
                                leaf(SubjectAltNames.none(), Keys.another(KeyAlgorithm.ECDSA_P256), START, END),
                                REFRESH),
                        List.of(CHAIN + "leaf certificate was not issued to the requested public key")),
                arguments(
                        "no times",
                        withTimes(null, null, null),
                        List.of(
                                "status.notBefore: Required value",
                                "status.beginRefreshAt: Required value",
                                "status.notAfter: Required value")),
                arguments("no beginning", withTimes(null, REFRESH, END), List.of("status.notBefore: Required value")),
                arguments("no refresh", withTimes(START, null, END), List.of("status.beginRefreshAt: Required value")),
                arguments("no end", withTimes(START, REFRESH, null), List.of("status.notAfter: Required value")),
                arguments(
                        "another beginning",
                        withTimes(early, REFRESH, END),
                        List.of(
                                "status.notBefore: Invalid value: \"2026-07-01T11:55:59Z\": must be set to the NotBefore"
                                        + " time encoded in the leaf certificate")),
                arguments(
                        "another end",
                        withTimes(START, REFRESH, END.plusSeconds(1)),
                        List.of(
                                "status.notAfter: Invalid value: \"2026-07-01T13:56:01Z\": must be set to the NotAfter time"
                                        + " encoded in the leaf certificate")),
                arguments(
                        "less than an hour",
                        issued(leaf(START, START.plusSeconds(3599)), START.plusSeconds(1800)),
                        List.of(CHAIN + "59m59s: leaf certificate lifetime must be >= 1 hour")),
                arguments("an hour", issued(leaf(START, START.plusSeconds(3600)), START.plusSeconds(1800)), List.of()),
                arguments(
                        "longer than asked for",
                        issued(leaf(START, END.plusSeconds(1)), REFRESH),
                        List.of(CHAIN
                                + "2h0m1s: leaf certificate lifetime must be <= spec.maxExpirationSeconds (7200)")),
                arguments("refreshed ten minutes after", issued(LEAF, START.plusSeconds(600)), List.of()),
                arguments(
                        "refreshed earlier",
                        issued(LEAF, START.plusSeconds(599)),
                        List.of("status.beginRefreshAt: Invalid value: \"2026-07-01T12:05:59Z\": must be at least 10"
                                + " minutes after status.notBefore")),
                arguments("refreshed ten minutes before the end", issued(LEAF, END.minusSeconds(600)), List.of()),
                arguments(
                        "E9",
                        issued(LEAF, Instant.parse("2026-07-01T13:47:00Z")),
                        List.of("status.beginRefreshAt: Invalid value: \"2026-07-01T13:47:00Z\": must be at least 10"
                                + " minutes before status.notAfter")));
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.4. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("chains")
    void judgesTheCertificate(String name, PodCertificateRequest sent, List<String> expected) {
        assertThat(texts(sent)).containsExactlyElementsOf(expected);
    }

    static Stream<Arguments> chainsOfSeveralDefects() {
        String leaf = Pem.write(LEAF);
        String garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        KeyPair otherKeys = Keys.another(KeyAlgorithm.ECDSA_P256);
        String otherKey = Pem.write(leaf(SubjectAltNames.none(), otherKeys, START, END));
        String brief = Pem.write(leaf(START, START.plusSeconds(3599)));
        String lasting = Pem.write(leaf(START, END.plusSeconds(1)));
        String notBefore = "status.notBefore";
        String chain = "status.certificateChain";
        return Stream.of(
                arguments(
                        "names, key", issued(leaf(SubjectAltNames.of("a..b"), otherKeys, START, END), REFRESH), chain),
                arguments("key, times", with(otherKey, null, null, null), chain),
                arguments("one time, intermediate", with(leaf + garbage, null, REFRESH, END), notBefore),
                arguments("beginning, end", with(leaf, START.plusSeconds(1), REFRESH, END.plusSeconds(1)), notBefore),
                arguments("end, refresh", with(leaf, START, START, END.plusSeconds(1)), "status.notAfter"),
                arguments("less than an hour, refresh", with(brief, START, START, START.plusSeconds(3599)), chain),
                arguments("longer than asked for, refresh", with(lasting, START, START, END.plusSeconds(1)), chain),
                arguments("intermediate, intermediate", with(leaf + garbage + garbage, START, REFRESH, END), chain),
                arguments("refresh, intermediate", with(leaf + garbage, START, START, END), "status.beginRefreshAt"));
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.4: each stops. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("chainsOfSeveralDefects")
    void stopsAtTheFirstDefectOfACertificate(String name, PodCertificateRequest sent, String field) {
        assertThat(sent.violationsOfUpdate(STORED, PodRequestAdmission.Subresource.STATUS, NOW, R37))
                .map(FieldError::field)
                .containsExactly(field);
    }

    @Test
    void aKeyThatCannotBeReadHasNoCertificate() {
        PodCertificateRequest stored = STORED.toBuilder().stub(new byte[] {1}).build();
        PodCertificateRequest sent = stored.toBuilder()
                .status(with(Pem.write(LEAF), null, null, null).status())
                .build();
        assertThat(texts(stored, sent, NOW))
                .containsExactly(CHAIN + "leaf certificate was not issued to the requested public key");
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.4: exactly five minutes is not within five minutes. */
    @Test
    void wantsCertificatesThatBeginNow() {
        String refusal = "status.notBefore: Invalid value: \"2026-07-01T11:56:00Z\": must be set to within 5 minutes of"
                + " kube-apiserver's current time";
        PodCertificateRequest sent = issued(LEAF, REFRESH);
        assertThat(texts(STORED, sent, START.plusSeconds(299))).isEmpty();
        assertThat(texts(STORED, sent, START.plusSeconds(300))).containsExactly(refusal);
        assertThat(texts(STORED, sent, START.minusSeconds(299))).isEmpty();
        assertThat(texts(STORED, sent, START.minusSeconds(300))).containsExactly(refusal);
        assertThat(texts(STORED, withTimes(START, REFRESH, END.plusSeconds(1)), START.plusSeconds(300)))
                .as("the end is not asked for")
                .containsExactly(refusal);
    }

    /** docs/behaviour/certificates.md, 4.2: BMPStrings with surrogates are refused in 1.36. */
    @Test
    void readsCertificatesAsAReleaseDoes() {
        String old = OldCertificates.surrogate(KEYS, START, END);
        PodCertificateRequest asLeaf = withChain(old);
        PodCertificateRequest asIntermediate = withChain(Pem.write(LEAF) + old);
        assertThat(texts(asLeaf, PodRequests.R35)).isEmpty();
        assertThat(texts(asIntermediate, PodRequests.R35)).isEmpty();
        assertThat(texts(asLeaf, PodRequests.R36))
                .containsExactly(CHAIN + "leaf certificate does not parse as valid X.509");
        assertThat(texts(asIntermediate, PodRequests.R36))
                .containsExactly(CHAIN + "intermediate certificate does not parse as valid X.509");
        assertThat(asLeaf.certificates(PodRequests.R35)).hasSize(1);
        assertThatThrownBy(() -> asLeaf.certificates(PodRequests.R36)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(asLeaf::certificates).isInstanceOf(InvalidFormatException.class);
    }

    private static List<String> texts(PodCertificateRequest sent, KubernetesRelease release) {
        return sent.violationsOfUpdate(STORED, PodRequestAdmission.Subresource.STATUS, NOW, release).stream()
                .map(Object::toString)
                .toList();
    }
}
