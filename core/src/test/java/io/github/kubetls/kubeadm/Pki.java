package io.github.kubetls.kubeadm;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/** The node of the recordings, and what of a certificate is compared. */
final class Pki {

    private Pki() {}

    /** What kubeadm.yaml beside the recordings says. */
    static KubeadmPki.Builder recorded() {
        return KubeadmPki.builder("CP-1", "10.0.0.10")
                .controlPlaneEndpoint("cluster.example.org:6443")
                .certSans("extra", "10.9.9.9", "*.apps.example.org", "extra", "10.0.0.10")
                .serverCertSans("etcd.example.org", "10.9.9.8")
                .peerCertSans("10.9.9.7", "0aaa")
                .serviceSubnet("10.96.0.0/12")
                .release(KubernetesRelease.of(20));
    }

    /** Small settings with fast keys. */
    static KubeadmPki.Builder fast() {
        return KubeadmPki.builder("cp-1", "10.0.0.10").keyAlgorithm(KeyAlgorithm.ECDSA_P256);
    }

    static X509Certificate certificate(String pem) {
        return Pem.parseCertificates(pem).get(0);
    }

    /** All fields that do not come from chance: names as bytes, extensions as bytes but for the key identifiers. */
    static List<String> fields(X509Certificate certificate) {
        List<String> fields = new ArrayList<>();
        HexFormat hex = HexFormat.of();
        fields.add("version " + certificate.getVersion());
        fields.add("signature " + certificate.getSigAlgName());
        fields.add(
                "issuer " + hex.formatHex(certificate.getIssuerX500Principal().getEncoded()));
        fields.add(
                "subject " + hex.formatHex(certificate.getSubjectX500Principal().getEncoded()));
        fields.add("key " + certificate.getPublicKey().getAlgorithm());
        fields.add("names " + SubjectAltNames.of(certificate));
        for (String oid :
                new TreeSet<>(List.of("2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.35", "2.5.29.37"))) {
            byte[] value = certificate.getExtensionValue(oid);
            boolean critical = certificate.getCriticalExtensionOIDs().contains(oid);
            if (value == null) {
                fields.add(oid + " absent");
            } else {
                boolean keyId = oid.equals("2.5.29.14") || oid.equals("2.5.29.35");
                byte[] shown = keyId ? Arrays.copyOf(value, value.length - 20) : value;
                fields.add(oid + (critical ? " critical " : " ") + hex.formatHex(shown));
            }
        }
        int others = certificate.getCriticalExtensionOIDs().size()
                + certificate.getNonCriticalExtensionOIDs().size();
        fields.add("extensions " + others);
        return fields;
    }
}
