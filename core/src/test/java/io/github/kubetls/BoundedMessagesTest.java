package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kubetls.component.ApiServerFlags;
import io.github.kubetls.component.ComponentFlags;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.BootstrapTokenSettings;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, and what is told of a value, stay in proportion to it. */
class BoundedMessagesTest {

    private static final int LONG = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {",", "x,", "\u0001", "\uD83D\uDE00"})
    void aMegabyteOfModesIsToldOfInAPage(String piece) {
        String value = piece.repeat(1_000_000 / piece.length());
        InvalidFormatException refused = catchThrowableOfType(
                InvalidFormatException.class, () -> ApiServerFlags.parse("--authorization-mode=" + value));
        assertThat(refused.code()).isEqualTo("FLAGS_CONFLICTING");
        assertThat(refused.getMessage().length()).isLessThan(LONG);
        assertThat(refused.rule().length()).isLessThan(LONG);
    }

    @Test
    void aFewModesAreToldOfInFull() {
        InvalidFormatException refused = catchThrowableOfType(
                InvalidFormatException.class, () -> ApiServerFlags.parse("--authorization-mode=a,a,b"));
        // Kubernetes' aggregate of errors says nothing twice.
        assertThat(refused.rule())
                .isEqualTo(
                        "[authorization-mode \"a\" is not a valid mode, authorization-mode \"b\" is not a valid mode, "
                                + "authorization-mode [\"a\" \"a\" \"b\"] has mode specified more than once]");
    }

    @Test
    void manyFlagsOfOneNameAreReadInProportion() {
        ComponentFlags flags = ApiServerFlags.parse("--enable-admission-plugins=x\n".repeat(30_000));
        assertThat(((ApiServerFlags) flags).enableAdmissionPlugins()).hasSize(30_000);
    }

    @Test
    void groupsThatEachRepeatAllGroupsAreToldOfInProportion() {
        List<String> groups =
                IntStream.range(0, 20_000).mapToObj(Integer::toString).toList();
        List<FieldError> violations =
                BootstrapTokenSettings.builder().groups(groups).build().violations();
        assertThat(violations.stream()
                        .mapToInt(violation -> violation.message().length())
                        .sum())
                .isPositive()
                .isLessThan(100 * LONG);
    }

    @Test
    void emptyGroupsOfASecretAreToldOfInProportion() {
        BootstrapTokenSecret secret = BootstrapTokenSecret.parse("""
                apiVersion: v1
                kind: Secret
                metadata: {name: bootstrap-token-abcdef, namespace: kube-system}
                type: bootstrap.kubernetes.io/token
                stringData:
                  token-id: abcdef
                  token-secret: 0123456789abcdef
                  auth-extra-groups: "%s"
                """.formatted(",".repeat(1_000_000)));
        assertThat(secret.findings(Instant.EPOCH)).hasSizeBetween(1, 110);
    }

    @Test
    void cutsFindingsErrorsAndRefusals() {
        String text = "x".repeat(1_000_000);
        Finding finding = Finding.error("X_INVALID", Location.none(), text, text);
        assertThat(finding.message()).hasSizeLessThan(LONG).contains(" characters more ");
        assertThat(finding.fix()).hasSizeLessThan(LONG).contains(" characters more ");
        assertThat(FieldError.required("x", text).message()).hasSizeLessThan(LONG);
        assertThat(new InvalidFormatException("X_INVALID", Location.of(text), text).getMessage())
                .hasSizeLessThan(LONG);
    }
}
