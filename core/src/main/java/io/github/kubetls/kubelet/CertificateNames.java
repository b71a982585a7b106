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
import org.jspecify.annotations.Nullable;

record CertificateNames(
        String commonName, List<String> organizations, List<String> dnsNames, List<String> ipAddressTexts) {

    static CertificateNames of(X509Certificate certificate) {
        String commonName = "";
        List<String> organizations = new ArrayList<>();
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        for (RDN names : subject.getRDNs()) {
            for (AttributeTypeAndValue name : names.getTypesAndValues()) {
                String value = name.getValue() instanceof ASN1String text ? text.getString() : "";
                if (name.getType().equals(BCStyle.CN)) {
                    commonName = value;
                } else if (name.getType().equals(BCStyle.O)) {
                    organizations.add(value);
                }
            }
        }
        return new CertificateNames(commonName, organizations, names(certificate, 2), ips(certificate));
    }

    private static List<String> ips(X509Certificate certificate) {
        return names(certificate, 7).stream()
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
