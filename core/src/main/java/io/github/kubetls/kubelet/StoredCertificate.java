package io.github.kubetls.kubelet;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.message.Visible;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link KubeletCertificateStore} holds: a pair, nothing, or something that is no pair. */
public sealed interface StoredCertificate {

    /**
     * A certificate with its key.
     *
     * @param pair the pair; it may have expired
     * @param file the file with the certificate: for a link the file that it leads to
     */
    record Loaded(CertificateAndKey pair, Path file) implements StoredCertificate {}

    /**
     * There is no pair in any of the places.
     *
     * @param message the places that were searched, in kubelet's words
     */
    record Absent(String message) implements StoredCertificate {

        /**
         * Escapes what cannot be printed.
         *
         * @param message the places that were searched
         */
        public Absent {
            message = Visible.text(message);
        }
    }

    /** There is a file in the first place that counts, but it holds no pair. Kubelet does not start with it. */
    final class Corrupt implements StoredCertificate {
        private final Path file;
        private final String reason;
        private final @Nullable Loaded fallback;

        Corrupt(Path file, String reason, @Nullable Loaded fallback) {
            this.file = file;
            this.reason = reason;
            this.fallback = fallback;
        }

        Corrupt withFallback(@Nullable Loaded fallback) {
            return new Corrupt(file, reason, fallback);
        }

        /** {@return the file that holds no pair, as it was found, before links are followed} */
        public Path file() {
            return file;
        }

        /** {@return what is wrong with the file, free of secrets} */
        public String reason() {
            return reason;
        }

        /**
         * {@return the newest pair in the store that can be used instead; empty when there is none, or it was not looked
         * for}
         */
        public Optional<Loaded> fallback() {
            return Optional.ofNullable(fallback);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Corrupt that
                    && file.equals(that.file)
                    && reason.equals(that.reason)
                    && Objects.equals(fallback, that.fallback);
        }

        @Override
        public int hashCode() {
            return Objects.hash(file, reason, fallback);
        }

        @Override
        public String toString() {
            return Visible.text("Corrupt[" + file + ": " + reason + ", fallback " + fallback + "]");
        }
    }

    /** {@return the pair that can be used, which is the fallback of one that is corrupt, or empty} */
    default Optional<CertificateAndKey> usable() {
        if (this instanceof Corrupt corrupt) {
            return corrupt.fallback().map(Loaded::pair);
        }
        return this instanceof Loaded loaded ? Optional.of(loaded.pair()) : Optional.empty();
    }
}
