package io.github.kubetls.kubelet;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.io.Directories;
import io.github.kubetls.internal.io.NamedFailure;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.GoText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory where a kubelet keeps its certificates: one file for each pair that it ever had, and a link to the current
 * one.
 *
 * <p>A pair that cannot be used is refused before any file is touched, and the current pair stays usable whenever an update
 * is interrupted: a file is complete before it has its name, and the link is replaced in one step. A real kubelet reads what
 * this store writes, and this store reads what a kubelet wrote, interrupted updates included. Any number of programs may
 * read a store; of those that update it at the same time, the pair of one is the current one afterwards.
 *
 * <pre>{@code
 * kubelet-client-2024-03-05-07-08-09.pem    0600: certificates, then the key
 * kubelet-client-current.pem                link to it
 * }</pre>
 *
 * <pre>{@code
 * KubeletCertificateStore store = KubeletCertificateStore.open(Path.of("/var/lib/kubelet/pki"), "kubelet-client");
 * store.update(pair);
 * Optional<CertificateAndKey> current = store.load().usable();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/">TLS bootstrapping</a>
 */
public final class KubeletCertificateStore {

    /** Name of the pair with which a kubelet authenticates to the API server. */
    public static final String CLIENT = "kubelet-client";

    /** Name of the pair with which a kubelet serves. */
    public static final String SERVER = "kubelet-server";

    /** How often a link is made again that another program took away. */
    private static final int MAX_ATTEMPTS = 100;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss");

    private final Path directory;
    private final String pairName;
    private final Clock clock;
    private final @Nullable Path certFile;
    private final @Nullable Path keyFile;
    private final Path keyDirectory;
    private final boolean refusesWritableByOthers;
    private final Pattern stampedNames;
    private final KubernetesRelease release;

    private KubeletCertificateStore(Builder builder) {
        this.directory = builder.directory;
        this.pairName = builder.pairName;
        this.clock = builder.clock;
        this.certFile = builder.certFile;
        this.keyFile = builder.keyFile;
        this.keyDirectory = builder.keyDirectory == null ? builder.directory : builder.keyDirectory;
        this.refusesWritableByOthers = builder.refusesWritableByOthers;
        this.release = builder.release;
        this.stampedNames = Pattern.compile(Pattern.quote(pairName + "-") + "\\d{4,}(?:-\\d\\d){5}\\.pem");
    }

    /**
     * Opens a store, and finishes an update that was interrupted. The directory need not exist.
     *
     * @param directory the directory, such as {@code /var/lib/kubelet/pki}
     * @param pairName  {@link #CLIENT}, {@link #SERVER}, or another first part of the file names
     * @return the store
     * @throws IOException              when an interrupted update cannot be finished
     * @throws IllegalArgumentException when the name is no part of a file name
     */
    public static KubeletCertificateStore open(Path directory, String pairName) throws IOException {
        return builder(directory, pairName).open();
    }

    /**
     * {@return a builder of a store that also looks elsewhere for a pair, has a clock of the caller's, or reads as a release does}
     *
     * @param directory the directory, such as {@code /var/lib/kubelet/pki}
     * @param pairName  {@link #CLIENT}, {@link #SERVER}, or another first part of the file names
     * @throws IllegalArgumentException when the name is no part of a file name
     */
    public static Builder builder(Path directory, String pairName) {
        return new Builder(directory, pairName);
    }

    /** Finishes the update that a kubelet, or this store, did not get to finish. */
    private void recover() throws IOException {
        requireDirectoryOrNothing();
        if (!StoreFiles.exists(currentPath()) && StoreFiles.requireLinkOrNothing(updatedPath())) {
            try {
                renameLink();
            } catch (NoSuchFileException e) {
                // Somebody else who opened the store just did.
                if (!Files.isSymbolicLink(currentPath())) {
                    throw e;
                }
            }
        }
    }

    private void requireDirectoryOrNothing() throws IOException {
        if (StoreFiles.exists(directory) && !Files.isDirectory(directory)) {
            throw NamedFailure.of(directory, new NotDirectoryException(directory.toString()));
        }
    }

    /** Makes a file the current one; again when another program, which updates the store as well, takes the new link away. */
    private void makeCurrent(Path target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.deleteIfExists(updatedPath());
                Files.createSymbolicLink(updatedPath(), target);
                renameLink();
                return;
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw NamedFailure.of(updatedPath(), e);
                }
            } catch (IOException e) {
                throw NamedFailure.of(updatedPath(), e);
            }
        }
    }

    private void renameLink() throws IOException {
        Files.move(updatedPath(), currentPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Directories.force(directory);
    }

    /**
     * {@return the path of the link to the current pair, below the directory as it was given; a kubeconfig names it as both
     * certificate and key}
     */
    public Path currentPath() {
        return directory.resolve(pairName + "-current.pem");
    }

    private Path updatedPath() {
        return directory.resolve(pairName + "-updated.pem");
    }

    /**
     * Stores a pair and makes it the current one. The new file has mode 0600 and is named by the time in whole seconds; one
     * of the same second is replaced. Older files are kept. Missing directories are created with mode 0755.
     *
     * @param pair certificates and key
     * @return the pair with its file
     * @throws IOException              when it cannot be written, or another program stores another pair in the same second;
     *                                  this pair is then not the current one
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public StoredCertificate.Loaded update(CertificateAndKey pair) throws IOException {
        return store(pair.toPem());
    }

    /**
     * Stores a pair and makes it the current one, as {@link #update(CertificateAndKey)} does. The first PEM
     * block of the key is kept as it is; what stands around the blocks of the certificates is dropped.
     *
     * @param certificatePem PEM text with the certificates, leaf first
     * @param keyPem         PEM text with the private key
     * @return the pair with its file
     * @throws IOException            when it cannot be written; the current pair is then unchanged
     * @throws InvalidFormatException when the texts are not a certificate and its key; no file is touched
     */
    public StoredCertificate.Loaded update(String certificatePem, String keyPem) throws IOException {
        String certificates;
        try {
            certificates = Pem.write(Pem.parseCertificates(certificatePem, release));
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException(e.code(), e.location(), "invalid certificate data: " + e.rule());
        }
        List<Pem.Block> blocks = Pem.blocks(keyPem, release);
        if (blocks.isEmpty()) {
            throw new InvalidFormatException(
                    "PRIVATE_KEY_MISSING", Location.none(), "invalid key data: there is no PEM block");
        }
        return store(certificates + blocks.get(0).toPem());
    }

    private synchronized StoredCertificate.Loaded store(String pem) throws IOException {
        CertificateAndKey pair = CertificateAndKey.parse(pem, release);
        StoreFiles.requireLinkOrNothing(currentPath());
        StoreFiles.requireLinkOrNothing(updatedPath());
        Directories.create(directory);
        AtomicFiles.deleteLeftovers(directory, stampedNames);
        Path file = directory.resolve(pairName + "-" + STAMP.format(LocalDateTime.now(clock)) + ".pem");
        // Written beside and renamed, so that the current pair stays whole even when it has the stamp of this second.
        AtomicFiles.writeOwnerOnly(file, pem.getBytes(StandardCharsets.UTF_8));
        requireStored(file, pair);
        Path target = file.toAbsolutePath().normalize();
        makeCurrent(target);
        return new StoredCertificate.Loaded(pair, target);
    }

    private void requireStored(Path file, CertificateAndKey pair) throws IOException {
        try {
            if (CertificateAndKey.parse(StoreFiles.text(file), release).equals(pair)) {
                return;
            }
        } catch (InvalidFormatException e) {
            throw new FileSystemException(file.toString(), null, "does not read as it was written: " + e.getMessage());
        }
        throw new FileSystemException(file.toString(), null, "another program stored another pair in the same second");
    }

    /**
     * {@return the pair that a kubelet would use, nothing, or why the file is no pair; without a fallback} The first place
     * that exists decides: the link if it leads to a file, the configured files if both exist, {@code <pairName>.crt} and
     * {@code <pairName>.key} if both exist.
     */
    public StoredCertificate current() {
        Path file = currentPath();
        try {
            if (StoreFiles.exists(file)) {
                return read(file, file);
            }
            if (certFile != null && keyFile != null) {
                file = certFile;
                if (StoreFiles.exists(certFile) & StoreFiles.exists(keyFile)) {
                    return read(certFile, keyFile);
                }
            }
            Path cert = directory.resolve(pairName + ".crt");
            Path key = keyDirectory.resolve(pairName + ".key");
            file = cert;
            if (StoreFiles.exists(cert) & StoreFiles.exists(key)) {
                return read(cert, key);
            }
        } catch (IOException e) {
            return unreadable(file, e);
        }
        return new StoredCertificate.Absent(
                "no cert/key files read at " + quote(currentPath()) + ", (" + quote(certFile) + ", " + quote(keyFile)
                        + ") or (" + quote(directory) + ", " + quote(keyDirectory) + ")");
    }

    private static String quote(@Nullable Path path) {
        return GoText.quote(path == null ? "" : path.toString());
    }

    /**
     * {@return the pair to use, nothing, or why the file is no pair} As {@link #current()}; where that is no pair, or the
     * link leads nowhere and there is no pair in another place, with the newest pair of this store as fallback.
     */
    public StoredCertificate load() {
        StoredCertificate current = current();
        if (current instanceof StoredCertificate.Corrupt corrupt) {
            return corrupt.withFallback(newest());
        }
        if (current instanceof StoredCertificate.Absent && Files.isSymbolicLink(currentPath())) {
            return new StoredCertificate.Corrupt(currentPath(), "is a link to a file that does not exist", newest());
        }
        return current;
    }

    /** The newest of the stamped files that holds a pair. */
    private StoredCertificate.@Nullable Loaded newest() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(
                directory,
                file -> stampedNames.matcher(file.getFileName().toString()).matches())) {
            stream.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            return null; // What cannot be listed has no fallback; the reason of the caller's result stays.
        }
        files.sort(Comparator.comparing((Path file) -> file.getFileName().toString())
                .reversed());
        for (Path file : files) {
            if (read(file, file) instanceof StoredCertificate.Loaded loaded) {
                return loaded;
            }
        }
        return null;
    }

    private StoredCertificate read(Path cert, Path key) {
        try {
            if (refusesWritableByOthers
                    && (StoreFiles.isWritableByOthers(cert) || StoreFiles.isWritableByOthers(key))) {
                return new StoredCertificate.Corrupt(cert, "may be written by others than its owner", null);
            }
            CertificateAndKey pair = cert.equals(key)
                    ? CertificateAndKey.parse(StoreFiles.text(cert), release)
                    : CertificateAndKey.read(cert, key, release);
            return new StoredCertificate.Loaded(pair, cert.toRealPath());
        } catch (InvalidFormatException e) {
            return new StoredCertificate.Corrupt(
                    cert,
                    cert.equals(key)
                            ? "could not convert data from " + quote(cert) + " into cert/key pair: " + e.getMessage()
                            : e.getMessage(),
                    null);
        } catch (IOException e) {
            return unreadable(cert, e);
        }
    }

    private static StoredCertificate unreadable(Path file, IOException e) {
        return new StoredCertificate.Corrupt(
                file, "cannot be read: " + NamedFailure.of(file, e).getReason(), null);
    }

    /** The directory and the name of the pair. */
    @Override
    public String toString() {
        return Visible.text("KubeletCertificateStore[" + directory + ", " + pairName + "]");
    }

    /** Collects where a {@link KubeletCertificateStore} looks. */
    public static final class Builder {
        private final Path directory;
        private final String pairName;
        // A kubelet names its files in local time.
        private Clock clock = Clock.system(ZoneId.systemDefault());
        private @Nullable Path certFile;
        private @Nullable Path keyFile;
        private @Nullable Path keyDirectory;
        private boolean refusesWritableByOthers;
        private KubernetesRelease release = KubernetesRelease.latest();

        private Builder(Path directory, String pairName) {
            if (pairName.isEmpty() || pairName.chars().anyMatch(c -> c == '/' || c == '\\' || c == 0)) {
                throw new IllegalArgumentException("the name of the pair must be one that can begin a file name");
            }
            this.directory = Objects.requireNonNull(directory, "directory");
            this.pairName = pairName;
        }

        /**
         * {@return this builder, with the clock that names new files, in its own zone; by default the system's, in local
         * time}
         *
         * @param clock the time for the names of new files, in the zone of the clock; by default the system's, in local time
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * {@return this builder, with the file of a certificate to use while the store has none, such as
         * {@code tlsCertFile}}
         *
         * @param file the file with the certificates
         */
        public Builder certFile(Path file) {
            this.certFile = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * {@return this builder, with the file of a key to use while the store has none, such as {@code tlsPrivateKeyFile}}
         *
         * @param file the file with the key
         */
        public Builder keyFile(Path file) {
            this.keyFile = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * {@return this builder, with the directory of {@code <pairName>.key}; by default that of the store}
         *
         * @param directory the directory
         */
        public Builder keyDirectory(Path directory) {
            this.keyDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * {@return this builder, taking files that others than their owner may write for corrupt, which a kubelet does not}
         */
        public Builder refuseWritableByOthers() {
            this.refusesWritableByOthers = true;
            return this;
        }

        /**
         * {@return this builder, with the kubelet's release, by which certificates and keys are read; by default the latest}
         *
         * @param release the release
         */
        public Builder release(KubernetesRelease release) {
            this.release = Objects.requireNonNull(release, "release");
            return this;
        }

        /**
         * Opens the store, and finishes an update that was interrupted.
         *
         * @return the store
         * @throws IOException when an interrupted update cannot be finished
         */
        public KubeletCertificateStore open() throws IOException {
            KubeletCertificateStore store = new KubeletCertificateStore(this);
            store.recover();
            return store;
        }
    }
}
