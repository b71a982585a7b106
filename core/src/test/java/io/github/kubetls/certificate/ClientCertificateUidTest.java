package io.github.kubetls.certificate;

import static io.github.kubetls.certificate.ClientCertificates.KEYS;
import static io.github.kubetls.certificate.ClientCertificates.START;
import static io.github.kubetls.certificate.ClientCertificates.authenticate;
import static io.github.kubetls.certificate.ClientCertificates.caName;
import static io.github.kubetls.certificate.ClientCertificates.finish;
import static io.github.kubetls.certificate.ClientCertificates.isUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Authentication;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNumericString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/certificates.md, 7.2: the attribute of the subject that is the uid. */
class ClientCertificateUidTest {

    /** A certificate whose subject is given as RDNs, each one or several attributes. */
    private static X509Certificate named(RDN... subject) throws Exception {
        return finish(new X509v3CertificateBuilder(
                caName(),
                BigInteger.TEN,
                Date.from(START),
                Date.from(START.plus(Duration.ofDays(365))),
                new X500Name(subject),
                org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                        KEYS.getPublic().getEncoded())));
    }

    private static AttributeTypeAndValue attribute(String type, ASN1Encodable value) {
        return new AttributeTypeAndValue(new ASN1ObjectIdentifier(type), value);
    }

    private static RDN commonName(String value) {
        return new RDN(attribute("2.5.4.3", new DERUTF8String(value)));
    }

    private static AttributeTypeAndValue uid(ASN1Encodable value) {
        return attribute("1.3.6.1.4.1.57683.2", value);
    }

    /** docs/behaviour/certificates.md, 7.2; docs/behaviour/worked-examples.md, N13. */
    @Test
    void anAttributeIsTheUidFromTheReleaseThatHasIt() throws Exception {
        X509Certificate dora = named(
                commonName("dora"),
                new RDN(uid(new DERUTF8String("7f"))),
                new RDN(attribute("2.5.4.10", new DERPrintableString("ops"))));
        assertThat(authenticate(33, dora)).satisfies(isUser("dora", "ops")).satisfies(hasUid("7f"));
        assertThat(authenticate(32, dora)).satisfies(isUser("dora", "ops")).satisfies(hasUid(""));
    }

    private static Consumer<Authentication> hasUid(String uid) {
        return answer ->
                assertThat(answer.authenticatedUser().orElseThrow().uid()).isEqualTo(uid);
    }

    @Test
    void theUidIsFoundInASetOfAttributesAndInAnyStringType() throws Exception {
        List<ASN1Encodable> strings = List.of(
                new DERPrintableString("7"), new DERIA5String("7"), new DERNumericString("7"), new DERBMPString("7"));
        for (ASN1Encodable string : strings) {
            RDN several =
                    new RDN(new AttributeTypeAndValue[] {attribute("2.5.4.3", new DERUTF8String("dora")), uid(string)});
            assertThat(authenticate(33, named(several))).satisfies(hasUid("7"));
        }
        assertThat(authenticate(33, named(commonName("dora"), new RDN(uid(new DERUTF8String(" "))))))
                .as("a blank is a value")
                .satisfies(hasUid(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "p, q,  CERTIFICATE_UID_DUPLICATE, 'expected 1 UID, but found multiple: [p q]'",
        "p, p,  CERTIFICATE_UID_DUPLICATE, 'expected 1 UID, but found multiple: [p p]'",
        "'', '', CERTIFICATE_UID_DUPLICATE, 'expected 1 UID, but found multiple: [ ]'",
        "'',   , CERTIFICATE_UID_EMPTY,     'UID cannot be an empty string'",
    })
    void rejectsSeveralUidsAndAnEmptyOne(String one, @Nullable String other, String code, String reason)
            throws Exception {
        List<RDN> subject = new ArrayList<>(List.of(commonName("dora"), new RDN(uid(new DERUTF8String(one)))));
        if (other != null) {
            subject.add(new RDN(uid(new DERUTF8String(other))));
        }
        X509Certificate certificate = named(subject.toArray(RDN[]::new));
        assertThat(authenticate(33, certificate)).isEqualTo(Authentication.rejected(code, reason));
        assertThat(authenticate(32, certificate)).satisfies(isUser("dora")).satisfies(hasUid(""));
    }

    @Test
    void looksForTheCommonNameBeforeTheUid() throws Exception {
        RDN p = new RDN(uid(new DERUTF8String("p")));
        assertThat(authenticate(33, named(p, p))).isEqualTo(Authentication.notPresented());
    }
}
