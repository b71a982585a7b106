package io.github.kubetls.kubeadm;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Secret {@code kubeadm-certs} in {@code kube-system}, through which {@code kubeadm init --upload-certs} hands the
 * certificates and keys of the control plane to further control-plane nodes, encrypted with a {@link CertificateKey}.
 *
 * <p>It is owned by the Secret of a bootstrap token that serves no other purpose: when the token expires and is deleted, the
 * certificates go with it. {@link #toString()} shows nothing of the values.
 *
 * <pre>{@code
 * Map<String, byte[]> files = KubeadmCertsSecret.parse(yaml).decrypt(certificateKey);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/high-availability/">Highly available
 *     clusters with kubeadm</a>
 */
public final class KubeadmCertsSecret implements Secret.Typed {

    /** The Secret's name. */
    public static final String NAME = "kubeadm-certs";

    /** Description of the bootstrap token that owns the Secret. */
    public static final String OWNER_DESCRIPTION = "Proxy for managing TTL for the kubeadm-certs secret";

    /** The files of a control plane with its own etcd, below the certificate folder. */
    public static final List<String> FILES = List.of(
            "ca.crt",
            "ca.key",
            "front-proxy-ca.crt",
            "front-proxy-ca.key",
            "sa.pub",
            "sa.key",
            "etcd/ca.crt",
            "etcd/ca.key");

    /** The keys of the files for an external etcd, whose paths are configured. */
    public static final List<String> EXTERNAL_ETCD_KEYS =
            List.of("external-etcd-ca.crt", "external-etcd.crt", "external-etcd.key");

    private final Secret secret;

    private KubeadmCertsSecret(Secret secret) {
        this.secret = secret;
    }

    /**
     * {@return the Secret with files, which are encrypted}
     *
     * @param key   the key
     * @param files contents by path, such as {@code etcd/ca.key}, or by key; an empty content stands for a file that is not
     *     there
     * @param owner metadata of the bootstrap token Secret whose lifetime the Secret shares
     * @throws IllegalArgumentException when a path cannot be a key
     */
    public static KubeadmCertsSecret encrypt(CertificateKey key, Map<String, byte[]> files, ObjectMeta owner) {
        return encrypt(key, files, owner, new SecureRandom());
    }

    /**
     * {@return the Secret with files, which are encrypted with nonces from a source of randomness}
     *
     * @param key    the key
     * @param files  contents by path, such as {@code etcd/ca.key}, or by key
     * @param owner  metadata of the bootstrap token Secret whose lifetime the Secret shares
     * @param random the source of the nonces
     * @throws IllegalArgumentException when a path cannot be a key
     */
    public static KubeadmCertsSecret encrypt(
            CertificateKey key, Map<String, byte[]> files, ObjectMeta owner, SecureRandom random) {
        Map<String, byte[]> data = new LinkedHashMap<>();
        files.forEach((path, content) -> data.put(keyOf(path), key.encrypt(content, random)));
        Map<String, @Nullable Object> reference = new LinkedHashMap<>();
        reference.put("apiVersion", "v1");
        reference.put("kind", "Secret");
        reference.put("name", owner.name());
        reference.put("uid", owner.uid());
        reference.put("controller", true);
        reference.put("blockOwnerDeletion", true);
        ObjectMeta metadata = ObjectMeta.builder()
                .namespace(ObjectMeta.KUBE_SYSTEM)
                .name(NAME)
                .otherFields(Map.of("ownerReferences", List.of(reference)))
                .build();
        return new KubeadmCertsSecret(Secret.of(metadata, "", data));
    }

    /**
     * {@return the key of a file: its path with hyphens for slashes, such as {@code etcd-ca.key}}
     *
     * @param path the path below the certificate folder
     */
    public static String keyOf(String path) {
        return path.replace('/', '-');
    }

    /**
     * {@return the Secret of a text}
     *
     * @param text YAML or JSON, one object
     * @throws InvalidFormatException with code {@code NAME_MISMATCH} when it is another Secret, or as {@link Secret#parse}
     *     does
     */
    public static KubeadmCertsSecret parse(String text) {
        return of(Secret.parse(text));
    }

    /**
     * {@return the Secret in JDK values, as {@link #toMap} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a manifest, with its path
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static KubeadmCertsSecret fromMap(Map<String, ?> map) {
        return of(Secret.fromMap(map));
    }

    /**
     * {@return the Secret in a file}
     *
     * @param file the file
     * @throws IOException            when it cannot be read
     * @throws InvalidFormatException as {@link #parse}, with the file as the source of its location
     */
    public static KubeadmCertsSecret read(Path file) throws IOException {
        return ManifestReader.read(file, KubeadmCertsSecret::parse);
    }

    private static KubeadmCertsSecret of(Secret secret) {
        if (!secret.metadata().name().equals(NAME)) {
            throw new InvalidFormatException("NAME_MISMATCH", Location.of("metadata.name"), "is not " + NAME);
        }
        return new KubeadmCertsSecret(secret);
    }

    /**
     * Decrypts all files; if one cannot be decrypted, none is.
     *
     * @param key the key
     * @return contents by key, sorted; an empty content stands for a file that is not there
     * @throws InvalidFormatException with code {@code CIPHERTEXT_INVALID} when a value is too short to be encrypted
     * @throws CryptoException when a value was encrypted with another key, or was changed
     */
    public Map<String, byte[]> decrypt(CertificateKey key) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : secret.keys()) {
            byte[] encrypted = secret.value(name).orElseThrow();
            try {
                files.put(name, key.decrypt(encrypted));
            } catch (InvalidFormatException e) {
                throw e.within(Location.of("data." + name));
            } catch (CryptoException e) {
                throw new CryptoException("data." + name + ": " + e.getMessage(), e);
            }
        }
        return files;
    }

    @Override
    public Secret secret() {
        return secret;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KubeadmCertsSecret that && secret.equals(that.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    /** The keys only. */
    @Override
    public String toString() {
        return "KubeadmCertsSecret" + Visible.text(secret.keys());
    }
}
