package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a kubeconfig takes certificates or a key from: PEM text within it, or a file.
 *
 * <p>Both fields of a pair such as {@code client-key} and {@code client-key-data} may be set in a file that was read;
 * the data then take precedence, and clientcmd's validation complains. {@code toString()} never shows the data.
 *
 * <pre>{@code
 * PemSource inline = PemSource.inline(certificatePem);
 * PemSource file = PemSource.file(Path.of("/var/lib/kubelet/pki/kubelet-client-current.pem"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public sealed interface PemSource permits PemSource.Inline, PemSource.File, PemSource.Both {

    /**
     * {@return the source that is PEM text embedded in the kubeconfig}
     *
     * @param pem the text
     * @throws IllegalArgumentException when the text is empty
     */
    static PemSource inline(String pem) {
        return inline(pem.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return the source that is PEM text embedded in the kubeconfig}
     *
     * @param pem the bytes of the text
     * @throws IllegalArgumentException when there are none
     */
    static PemSource inline(byte[] pem) {
        if (pem.length == 0) {
            throw new IllegalArgumentException("empty PEM data");
        }
        return new Inline(pem.clone());
    }

    /**
     * {@return the source that is a file which the kubeconfig names}
     *
     * @param path its path; a relative one is looked up in the directory of the kubeconfig
     * @throws IllegalArgumentException when the path is empty
     */
    static PemSource file(Path path) {
        return file(path.toString());
    }

    /**
     * {@return the source that is a file which the kubeconfig names, with the spelling of its path kept}
     *
     * @param path its path; a relative one is looked up in the directory of the kubeconfig
     * @throws IllegalArgumentException when the path is empty
     */
    static PemSource file(String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("empty path");
        }
        return new File(path);
    }

    /**
     * {@return the source that is the content of a file, embedded in the kubeconfig}
     *
     * @param file the file; an empty one is taken, as kubectl does
     * @throws IOException when it cannot be read
     */
    static PemSource embed(Path file) throws IOException {
        return new Inline(NamedFile.bytes(file.toString()));
    }

    /**
     * {@return the source that two fields such as {@code client-key} and {@code client-key-data} make together, or
     * empty when both are empty}
     *
     * @param path the path; empty for none
     * @param data the bytes of the embedded text; empty for none
     */
    static Optional<PemSource> of(String path, byte[] data) {
        if (path.isEmpty()) {
            return data.length == 0 ? Optional.empty() : Optional.of(inline(data));
        }
        return Optional.of(data.length == 0 ? file(path) : new Both(new File(path), new Inline(data.clone())));
    }

    /** {@return the path as the kubeconfig gives it, or empty when the PEM text is embedded} */
    Optional<String> path();

    /** {@return a copy of the bytes of the embedded PEM text, or empty when there is only a file} */
    Optional<byte[]> data();

    /** PEM text within the kubeconfig. */
    final class Inline implements PemSource {
        private final byte[] data;

        Inline(byte[] data) {
            this.data = data;
        }

        @Override
        public Optional<String> path() {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> data() {
            return Optional.of(data.clone());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Inline that && MessageDigest.isEqual(data, that.data);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(data);
        }

        /** The size only. */
        @Override
        public String toString() {
            return "PemSource[" + data.length + " bytes]";
        }
    }

    /** A file that the kubeconfig names. */
    final class File implements PemSource {

        private final String path;

        File(String path) {
            this.path = path;
        }

        @Override
        public Optional<String> path() {
            return Optional.of(path);
        }

        @Override
        public Optional<byte[]> data() {
            return Optional.empty();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof File that && path.equals(that.path);
        }

        @Override
        public int hashCode() {
            return path.hashCode();
        }

        /** The path; not what stands in its place and is a key. */
        @Override
        public String toString() {
            return Visible.text("PemSource[" + NamedFile.shown(path) + "]");
        }
    }

    /** Both, as a file that was read may have them; the data take precedence. */
    final class Both implements PemSource {
        private final File file;
        private final Inline inline;

        Both(File file, Inline inline) {
            this.file = file;
            this.inline = inline;
        }

        @Override
        public Optional<String> path() {
            return file.path();
        }

        @Override
        public Optional<byte[]> data() {
            return inline.data();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Both that && file.equals(that.file) && inline.equals(that.inline);
        }

        @Override
        public int hashCode() {
            return 31 * file.hashCode() + inline.hashCode();
        }

        /** The path and the size of the data. */
        @Override
        public String toString() {
            return Visible.text("PemSource[" + NamedFile.shown(file.path) + ", " + inline.data.length + " bytes]");
        }
    }
}
