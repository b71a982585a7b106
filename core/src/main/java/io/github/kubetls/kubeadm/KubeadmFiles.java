package io.github.kubetls.kubeadm;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.io.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * New files of kubeadm's certificate directory: certificates with their keys, and the key pair that service account tokens
 * are signed with. They are secrets; {@link #toString()} shows their names only.
 *
 * <pre>{@code
 * KubeadmFiles files = pki.generate(now);
 * files.write(Path.of("/etc/kubernetes/pki"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/#certificate-paths">Certificate paths</a>
 */
public final class KubeadmFiles {

    static final String SERVICE_ACCOUNT_KEY = "sa.key";
    static final String SERVICE_ACCOUNT_PUBLIC_KEY = "sa.pub";

    private final Map<KubeadmCertificate, CertificateAndKey> certificates;
    private final @Nullable KeyPair serviceAccountKey;
    private final Set<PosixFilePermission> directoryPermissions;

    KubeadmFiles(
            Map<KubeadmCertificate, CertificateAndKey> certificates,
            @Nullable KeyPair serviceAccountKey,
            String directoryPermissions) {
        Map<KubeadmCertificate, CertificateAndKey> copy = new EnumMap<>(KubeadmCertificate.class);
        copy.putAll(certificates);
        this.certificates = Collections.unmodifiableMap(copy);
        this.serviceAccountKey = serviceAccountKey;
        this.directoryPermissions = PosixFilePermissions.fromString(directoryPermissions);
    }

    /** {@return the certificates with their keys, in kubeadm's order, unmodifiable} */
    public Map<KubeadmCertificate, CertificateAndKey> certificates() {
        return certificates;
    }

    /**
     * {@return a CA, to sign more with}
     *
     * @param row one that {@linkplain KubeadmCertificate#isCa() is a CA}
     * @throws IllegalArgumentException when it is no CA, or not among these files
     */
    public CertificateAuthority authority(KubeadmCertificate row) {
        CertificateAndKey pair = certificates.get(row);
        if (!row.isCa() || pair == null) {
            throw new IllegalArgumentException("no CA " + row.kubeadmName() + " is among these files");
        }
        return CertificateAuthority.of(pair);
    }

    /** {@return the key pair of {@code sa.key} and {@code sa.pub}, or empty when it exists already} */
    public Optional<KeyPair> serviceAccountKey() {
        return Optional.ofNullable(serviceAccountKey);
    }

    /** {@return PEM text by file, such as {@code etcd/ca.crt}; each key, which is a secret, before its certificate} */
    public Map<String, String> toPem() {
        Map<String, String> texts = new LinkedHashMap<>();
        certificates.forEach((row, pair) -> {
            texts.put(row.keyFile(), pair.keyPem());
            texts.put(row.certificateFile(), pair.certificatePem());
        });
        if (serviceAccountKey != null) {
            texts.put(SERVICE_ACCOUNT_KEY, Pem.write(serviceAccountKey.getPrivate()));
            texts.put(SERVICE_ACCOUNT_PUBLIC_KEY, Pem.write(serviceAccountKey.getPublic()));
        }
        return Collections.unmodifiableMap(texts);
    }

    /**
     * Writes every file: certificates with mode 0644, keys, also {@code sa.pub}, with mode 0600. Missing directories are
     * created with mode 0755, from 1.36 on 0700. An existing file is never replaced: of several programs that write the same
     * files at the same time one writes all of them. What a program wrote that was ended before the last one has to be
     * removed by hand.
     *
     * @param directory the directory, such as {@code /etc/kubernetes/pki}
     * @throws FileAlreadyExistsException when one of the files exists; nothing has been written then
     * @throws IOException                when one cannot be written
     */
    public void write(Path directory) throws IOException {
        for (String name : names()) {
            Path file = directory.resolve(name);
            AtomicFiles.deleteLeftovers(file);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
        for (Map.Entry<String, String> text : toPem().entrySet()) {
            Path file = directory.resolve(text.getKey()).toAbsolutePath();
            Directories.create(Objects.requireNonNull(file.getParent()), directoryPermissions);
            AtomicFiles.writeNew(
                    file,
                    text.getValue().getBytes(StandardCharsets.US_ASCII),
                    text.getKey().endsWith(".crt") ? AtomicFiles.READABLE : AtomicFiles.OWNER_ONLY);
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        certificates.keySet().forEach(row -> names.addAll(List.of(row.keyFile(), row.certificateFile())));
        if (serviceAccountKey != null) {
            names.addAll(List.of(SERVICE_ACCOUNT_KEY, SERVICE_ACCOUNT_PUBLIC_KEY));
        }
        return names;
    }

    /** The names of the files. */
    @Override
    public String toString() {
        return "KubeadmFiles" + names();
    }
}
