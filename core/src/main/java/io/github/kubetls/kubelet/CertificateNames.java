package io.github.kubetls.kubelet;

import io.github.kubetls.internal.net.IpText;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/**
 * The names in a certificate that a kubelet compares with what it wants.
 *
 * @param commonName     the last common name; empty when there is none
 * @param organizations  all organizations in order
 * @param dnsNames       the DNS names in order
 * @param ipAddressTexts the IP addresses as Kubernetes writes them, in order
 */
record CertificateNames(
        String commonName, List<String> organizations, List<String> dnsNames, List<String> ipAddressTexts) {

    static CertificateNames of(X509Certificate certificate) {
        String commonName = "";
        List<String> organizations = new ArrayList<>();
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        for (RDN names : subject.getRDNs()) {
            for (AttributeTypeAndValue name : names.getTypesAndValues()) {
                if (!(name.getValue() instanceof ASN1String text)) {
                    continue; // Kubernetes does not see what is no string.
                }
                if (name.getType().equals(BCStyle.CN)) {
                    commonName = text.getString();
                } else if (name.getType().equals(BCStyle.O)) {
                    organizations.add(text.getString());
                }
            }
        }
        return new CertificateNames(
                commonName, organizations, names(certificate, GeneralName.dNSName), ips(certificate));
    }

    private static List<String> ips(X509Certificate certificate) {
        return names(certificate, GeneralName.iPAddress).stream()
                .flatMap(text -> IpText.parse(text).map(IpText::format).stream())
                .toList();
    }

    private static List<String> names(X509Certificate certificate, int kind) {
        List<String> names = new ArrayList<>();
        try {
            @Nullable Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(kind) && name.get(1) instanceof String text) {
                    names.add(text);
                }
            }
        } catch (CertificateParsingException e) {
            return List.of(); // A certificate whose names cannot be read has none.
        }
        return names;
    }
}
