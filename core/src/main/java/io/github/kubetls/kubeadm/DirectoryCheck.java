package io.github.kubetls.kubeadm;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.net.HostNames;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.release.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a certificate directory as kubeadm does before it takes what is there. */
final class DirectoryCheck {

    private static final String REPLACE =
            "restore the file, or remove it together with its other half to have both made";

    private final KubeadmPki pki;
    private final Path directory;
    private final Instant now;
    private final List<Finding> refusals = new ArrayList<>();
    private final List<Finding> others = new ArrayList<>();
    private final Map<KubeadmCertificate, CertificateAuthority> authorities = new EnumMap<>(KubeadmCertificate.class);
    private final Set<KubeadmCertificate> done = EnumSet.noneOf(KubeadmCertificate.class);
    private boolean serviceAccountKey;

    DirectoryCheck(KubeadmPki pki, Path directory, Instant now) {
        this.pki = pki;
        this.directory = directory;
        this.now = now;
    }

    /** A file: absent, broken, or what it holds. */
    private record Loaded<T>(
            boolean exists, @Nullable T content, @Nullable Finding defect) {

        Optional<T> value() {
            return Optional.ofNullable(content);
        }
    }

    @FunctionalInterface
    private interface Parser<T> {
        T parse(String text);
    }

    /** What signs the leaves of one CA: nothing when it is still to be made. */
    private record Signer(KubeadmCertificate row, @Nullable X509Certificate certificate, boolean external) {}

    void run() throws IOException {
        for (KubeadmCertificate row : pki.certificates()) {
            if (row.isCa()) {
                Optional<Signer> signer = authority(row);
                if (signer.isPresent()) {
                    leaves(signer.get());
                }
            }
        }
        serviceAccount();
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(refusals);
        all.addAll(others);
        return List.copyOf(all);
    }

    Optional<Finding> firstRefusal() {
        return refusals.stream().findFirst();
    }

    /** The CAs that can sign. */
    Map<KubeadmCertificate, CertificateAuthority> authorities() {
        return authorities;
    }

    /** The certificates that are there. */
    Set<KubeadmCertificate> done() {
        return done;
    }

    boolean hasServiceAccountKey() {
        return serviceAccountKey;
    }

    /** What signs in the name of a CA; empty when kubeadm refuses the CA itself. */
    private Optional<Signer> authority(KubeadmCertificate row) throws IOException {
        Loaded<List<X509Certificate>> certificate = load(row.certificateFile(), this::certificates);
        Loaded<PrivateKey> key = load(row.keyFile(), this::privateKey);
        if (certificate.value().isEmpty()) {
            if (certificate.exists() || key.exists()) {
                refuse(
                        defect(certificate, row.certificateFile()),
                        "failure loading " + row.baseName() + " certificate");
                return Optional.empty();
            }
            willBeMade(row);
            return Optional.of(new Signer(row, null, false));
        }
        X509Certificate first = certificate.value().get().get(0);
        if (first.getBasicConstraints() < 0) {
            refuse(
                    Finding.error(
                            "CA_FLAG_MISSING",
                            Location.of(row.certificateFile()),
                            "",
                            "put the certificate of a CA there"),
                    "certificate " + row.baseName() + " is not a CA");
            return Optional.empty();
        }
        done.add(row);
        relocate(row.certificateFile(), CertificateAuthority.findings(first, now, pki.release()));
        if (key.value().isEmpty()) {
            external(row, key);
            return Optional.of(new Signer(row, first, true));
        }
        try {
            authorities.put(row, CertificateAuthority.of(first, key.value().get()));
        } catch (IllegalArgumentException e) {
            refuse(
                    Finding.error(
                            "KEY_MISMATCH", Location.of(row.keyFile()), "", "put the key of the certificate there"),
                    "the key does not belong to the certificate of the CA in " + row.certificateFile()
                            + ", so it cannot sign");
            return Optional.empty();
        }
        signers(row, certificate.value().get().size());
        return Optional.of(new Signer(row, first, false));
    }

    /** What kubeadm does not check, but the signers of kube-controller-manager do, which have the cluster's CA. */
    private void signers(KubeadmCertificate row, int certificates) {
        if (row == KubeadmCertificate.CA && certificates > 1) {
            others.add(Finding.error(
                    "CERTIFICATE_COUNT_INVALID",
                    Location.of(row.certificateFile()),
                    "kubeadm takes the first certificate, but kube-controller-manager refuses to sign with it: error"
                            + " reading CA cert file: expected 1 certificate, found " + certificates,
                    "keep the certificate that belongs to " + row.keyFile() + ", and no other"));
        }
    }

    private void external(KubeadmCertificate row, Loaded<PrivateKey> key) {
        String message = "the CA's key is elsewhere (external CA mode): all that it signs must be there";
        if (key.defect() == null) {
            others.add(
                    Finding.info("CA_KEY_MISSING", Location.of(row.keyFile()), message, "nothing, when that is meant"));
        } else {
            others.add(Finding.warning(
                    "CA_KEY_MISSING",
                    Location.of(row.keyFile()),
                    message + ", because " + key.defect().message(),
                    REPLACE));
        }
    }

    private void leaves(Signer signer) throws IOException {
        for (KubeadmCertificate row : pki.certificates()) {
            if (row.signer().equals(Optional.of(signer.row))) {
                leaf(row, signer);
            }
        }
    }

    private void leaf(KubeadmCertificate row, Signer signer) throws IOException {
        Loaded<List<X509Certificate>> certificate = load(row.certificateFile(), this::certificates);
        Loaded<PrivateKey> key = load(row.keyFile(), this::privateKey);
        if (!certificate.exists() && !key.exists() && !signer.external) {
            willBeMade(row);
            return;
        }
        done.add(row);
        if (certificate.value().isEmpty() || key.value().isEmpty()) {
            Finding defect = certificate.value().isEmpty()
                    ? defect(certificate, row.certificateFile())
                    : defect(key, row.keyFile());
            refuse(
                    defect,
                    signer.external
                            ? "could not load expected certificate \"" + row.kubeadmName()
                                    + "\" or validate the existence of key \"" + signer.row.kubeadmName() + "\" for it"
                            : "failure loading " + row.baseName() + " certificate");
            return;
        }
        List<X509Certificate> chain = certificate.value().get();
        if (signedBy(signer, row, chain)) {
            names(row, chain.get(0), signer.external);
        }
        pair(row, chain, key.value().get());
    }

    private boolean signedBy(Signer signer, KubeadmCertificate row, List<X509Certificate> chain) {
        Optional<String> reason = untrusted(signer.certificate, chain);
        reason.ifPresent(why -> refuse(
                Finding.error(
                        "CA_MISMATCH",
                        Location.of(row.certificateFile()),
                        "",
                        "have it signed by " + signer.row.certificateFile() + ", or remove it and its key"),
                "certificate " + row.baseName() + " is not signed by corresponding CA" + why));
        return reason.isEmpty();
    }

    private Optional<String> untrusted(@Nullable X509Certificate ca, List<X509Certificate> chain) {
        if (ca == null) {
            return Optional.of(", which is not there and will be a new one");
        }
        if (Feature.KUBEADM_CERTIFICATE_CHAINS.in(pki.release())) {
            return CertificateAuthority.violations(ca, chain, now, pki.release()).stream()
                    .map(violation -> ": " + violation.message())
                    .findFirst();
        }
        return CertificateAuthority.hasSigned(ca, chain.get(0), pki.release()) ? Optional.empty() : Optional.of("");
    }

    private void names(KubeadmCertificate row, X509Certificate certificate, boolean external) {
        List<String> missing = missing(pki.subjectAltNames(row), SubjectAltNames.of(certificate));
        if (missing.isEmpty()) {
            return;
        }
        String message =
                "certificate " + row.baseName() + " is invalid: it is not valid for " + String.join(", ", missing);
        String fix = "remove it and its key, to have both made with the names";
        if (external) {
            others.add(Finding.warning(
                    "SUBJECT_ALT_NAMES_INCOMPLETE",
                    Location.of(row.certificateFile()),
                    message,
                    "have a new one issued"));
        } else {
            refusals.add(
                    Finding.error("SUBJECT_ALT_NAMES_INCOMPLETE", Location.of(row.certificateFile()), message, fix));
        }
    }

    /** The names and addresses for which a certificate is not valid to a TLS client of Kubernetes. */
    private static List<String> missing(SubjectAltNames required, SubjectAltNames present) {
        List<String> missing = new ArrayList<>(required.dnsNames());
        missing.removeIf(name -> present.dnsNames().stream().anyMatch(pattern -> HostNames.matches(pattern, name)));
        required.ipAddresses().stream()
                .filter(address -> !present.ipAddresses().contains(address))
                .map(IpText::format)
                .forEach(missing::add);
        return missing;
    }

    /** What kubeadm does not check, but whoever uses the pair does. */
    private void pair(KubeadmCertificate row, List<X509Certificate> chain, PrivateKey key) {
        try {
            boolean mastersMeant = row.organizations(pki.release()).contains(UserInfo.MASTERS_GROUP);
            relocate(
                    row.certificateFile(),
                    CertificateAndKey.of(chain, key).findings(now, pki.release()).stream()
                            .filter(finding -> !mastersMeant || !finding.code().equals("MASTERS_GROUP_INSECURE"))
                            .toList());
        } catch (IllegalArgumentException e) {
            others.add(Finding.error(
                    "KEY_MISMATCH",
                    Location.of(row.keyFile()),
                    "kubeadm does not notice, but nothing starts with it: " + e.getMessage() + " in "
                            + row.certificateFile(),
                    "put the key of the certificate there"));
        }
    }

    private void serviceAccount() throws IOException {
        Loaded<PrivateKey> key =
                load(KubeadmFiles.SERVICE_ACCOUNT_KEY, text -> Pem.parsePrivateKey(text, pki.release()));
        Loaded<List<PublicKey>> publicKeys =
                load(KubeadmFiles.SERVICE_ACCOUNT_PUBLIC_KEY, text -> Pem.parsePublicKeys(text, pki.release()));
        if (key.exists()) {
            serviceAccountKey = true;
            if (key.value().isEmpty()) {
                refuse(
                        defect(key, KubeadmFiles.SERVICE_ACCOUNT_KEY),
                        "file sa.key existed but it could not be loaded properly");
            } else {
                publicHalf(key.value().get(), publicKeys);
            }
        } else if (publicKeys.exists()) {
            refuse(
                    absent(KubeadmFiles.SERVICE_ACCOUNT_KEY),
                    "without it kubeadm replaces sa.pub, and tokens signed with the lost key are no longer valid");
        } else {
            others.add(Finding.info(
                    "FILE_PENDING",
                    Location.of(KubeadmFiles.SERVICE_ACCOUNT_KEY),
                    "kubeadm will make the key pair",
                    "nothing"));
        }
    }

    /** What kubeadm does not check, but kube-apiserver does. */
    private void publicHalf(PrivateKey key, Loaded<List<PublicKey>> publicKeys) {
        if (publicKeys.value().isEmpty()) {
            Finding defect = defect(publicKeys, KubeadmFiles.SERVICE_ACCOUNT_PUBLIC_KEY);
            others.add(Finding.error(
                    defect.code(),
                    defect.location(),
                    "kubeadm does not notice, but kube-apiserver does not start: " + defect.message(),
                    "write the public half of sa.key there"));
            return;
        }
        PublicKey own = KeyAlgorithm.keyPair(key).getPublic();
        if (publicKeys.value().get().stream()
                .noneMatch(found -> Pem.write(found).equals(Pem.write(own)))) {
            others.add(Finding.error(
                    "KEY_MISMATCH",
                    Location.of(KubeadmFiles.SERVICE_ACCOUNT_PUBLIC_KEY),
                    "it is not the public half of sa.key, so no token will be accepted",
                    "write the public half of sa.key there"));
        }
    }

    private <T> Loaded<T> load(String file, Parser<T> parser) throws IOException {
        try {
            // One character for each byte: PEM is ASCII, whatever is around it.
            byte[] bytes = AtomicFiles.read(directory.resolve(file));
            return new Loaded<>(true, parser.parse(new String(bytes, StandardCharsets.ISO_8859_1)), null);
        } catch (NoSuchFileException e) {
            return new Loaded<>(false, null, null);
        } catch (InvalidFormatException e) {
            return new Loaded<>(true, null, Finding.error(e.code(), Location.of(file), e.getMessage(), REPLACE));
        }
    }

    private List<X509Certificate> certificates(String text) {
        return Pem.parseCertificates(text, pki.release());
    }

    private PrivateKey privateKey(String text) {
        PrivateKey key = Pem.parsePrivateKey(text, pki.release());
        if (!(key instanceof RSAKey || key instanceof ECKey)) {
            throw new InvalidFormatException(
                    "KEY_ALGORITHM_UNSUPPORTED",
                    Location.none(),
                    "the private key file is neither in RSA nor ECDSA format");
        }
        return key;
    }

    private static Finding defect(Loaded<?> loaded, String file) {
        return loaded.defect() != null ? loaded.defect() : absent(file);
    }

    private static Finding absent(String file) {
        return Finding.error("FILE_MISSING", Location.of(file), "there is no such file", REPLACE);
    }

    private void refuse(Finding finding, String message) {
        String detail = finding.message().isEmpty() ? "" : ": " + finding.message();
        refusals.add(Finding.error(finding.code(), finding.location(), message + detail, finding.fix()));
    }

    private void willBeMade(KubeadmCertificate row) {
        others.add(Finding.info(
                "FILE_PENDING",
                Location.of(row.certificateFile()),
                "kubeadm will make the certificate and its key",
                "nothing"));
    }

    private void relocate(String file, List<Finding> findings) {
        findings.forEach(finding -> others.add(finding.within(Location.of(file))));
    }
}
