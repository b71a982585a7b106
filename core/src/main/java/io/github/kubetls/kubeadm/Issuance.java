package io.github.kubetls.kubeadm;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.internal.release.Feature;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes the rows of the table, each after the CA that signs it. */
final class Issuance {

    private final KubeadmPki pki;
    private final Instant now;
    private final Map<KubeadmCertificate, CertificateAndKey> made = new EnumMap<>(KubeadmCertificate.class);
    private final Map<KubeadmCertificate, CertificateAuthority> authorities = new EnumMap<>(KubeadmCertificate.class);

    Issuance(KubeadmPki pki, Instant now) {
        this.pki = pki;
        this.now = now;
    }

    KubeadmFiles all(
            Map<KubeadmCertificate, CertificateAuthority> existing,
            Set<KubeadmCertificate> done,
            boolean serviceAccount) {
        authorities.putAll(existing);
        pki.certificates().stream().filter(row -> !done.contains(row)).forEach(this::make);
        return new KubeadmFiles(
                made,
                serviceAccount ? pki.serviceAccountKeys() : null,
                Feature.KUBEADM_PRIVATE_DIRECTORIES.in(pki.release()) ? "rwx------" : "rwxr-xr-x");
    }

    private void make(KubeadmCertificate row) {
        if (row.isCa()) {
            CertificateAuthority authority = pki.selfSigned(row, now);
            authorities.put(row, authority);
            made.put(row, authority.certificateAndKey());
        } else {
            CertificateAuthority signer =
                    Objects.requireNonNull(authorities.get(row.signer().orElseThrow()));
            made.put(row, pki.issue(row, signer, now));
        }
    }
}
