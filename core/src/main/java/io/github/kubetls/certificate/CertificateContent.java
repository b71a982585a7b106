package io.github.kubetls.certificate;

import java.util.List;
import java.util.Objects;

/**
 * What a signer of its own rules writes into a certificate, beside the key and the time: whose it is, and what for.
 *
 * <pre>{@code
 * CertificateContent content = CertificateContent.of(
 *     DistinguishedName.empty(),
 *     SubjectAltNames.builder().uris("spiffe://example.com/ns/orders/sa/api").build(),
 *     KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH);
 * }</pre>
 *
 * @param subject         the subject; empty where the names say it all
 * @param subjectAltNames the names, which are critical when the subject is empty (RFC 5280, section 4.2.1.6)
 * @param usages          what the key may be used for
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.6">RFC 5280, section 4.1.2.6</a>
 */
public record CertificateContent(DistinguishedName subject, SubjectAltNames subjectAltNames, List<KeyUsage> usages) {

    /**
     * Copies the list.
     *
     * @param subject         the subject
     * @param subjectAltNames the names
     * @param usages          what the key may be used for
     */
    public CertificateContent {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(subjectAltNames, "subjectAltNames");
        usages = List.copyOf(usages);
    }

    /**
     * {@return a content}
     *
     * @param subject         the subject; empty where the names say it all
     * @param subjectAltNames the names
     * @param usages          what the key may be used for
     */
    public static CertificateContent of(
            DistinguishedName subject, SubjectAltNames subjectAltNames, KeyUsage... usages) {
        return new CertificateContent(subject, subjectAltNames, List.of(usages));
    }
}
