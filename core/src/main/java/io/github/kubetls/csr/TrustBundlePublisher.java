package io.github.kubetls.csr;

import io.github.kubetls.CryptoException;
import io.github.kubetls.csr.ClusterTrustBundle.Publication;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The controller {@code kube-apiserver-serving-clustertrustbundle-publisher-controller}, without a cluster. */
final class TrustBundlePublisher {

    private static final int BYTES_IN_NAME = 12;

    private TrustBundlePublisher() {}

    /** What the name of a bundle with this text ends with. */
    static String rest(String trustBundle) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(trustBundle.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES_IN_NAME);
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoException("there is no SHA-256", e);
        }
    }

    static List<Publication> publication(ClusterTrustBundle wanted, List<ClusterTrustBundle> stored) {
        if (wanted.signerName().isEmpty()) {
            throw new IllegalStateException(
                    "the bundle belongs to no signer, and nobody publishes it in place of others");
        }
        if (wanted.trustBundle().isEmpty()) {
            return List.of();
        }
        List<ClusterTrustBundle> ofSigner = stored.stream()
                .filter(bundle -> bundle.signerName().equals(wanted.signerName()))
                .toList();
        Optional<ClusterTrustBundle> present = ofSigner.stream()
                .filter(bundle ->
                        bundle.metadata().name().equals(wanted.metadata().name()))
                .findFirst();
        List<Publication> steps = new ArrayList<>();
        if (present.isEmpty()) {
            steps.add(new Publication.Create(wanted));
        } else if (!present.get().trustBundle().equals(wanted.trustBundle())) {
            steps.add(new Publication.Update(present.get().with(wanted.trustBundle())));
        }
        ofSigner.stream()
                .map(bundle -> bundle.metadata().name())
                .filter(name -> !name.equals(wanted.metadata().name()))
                .forEach(name -> steps.add(new Publication.Delete(name)));
        return List.copyOf(steps);
    }
}
