package io.github.kubetls.podcertificate;

import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.Condition;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a PodCertificateRequest. */
record PodStatus(
        List<Condition> conditions,
        String certificateChain,
        @Nullable Instant notBefore,
        @Nullable Instant beginRefreshAt,
        @Nullable Instant notAfter) {

    /** The types of the conditions that end a request. */
    static final List<String> FINAL_TYPES = List.of(Condition.DENIED, Condition.FAILED, PodCertificateRequest.ISSUED);

    static final PodStatus EMPTY = new PodStatus(List.of(), "", null, null, null);

    PodStatus {
        conditions = List.copyOf(conditions);
    }

    PodStatus with(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new PodStatus(more, certificateChain, notBefore, beginRefreshAt, notAfter);
    }

    /** This status with a certificate, the first of a chain, and its times. */
    PodStatus issued(List<X509Certificate> chain, Instant beginRefreshAt) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the chain is empty: it must begin with the certificate of the pod");
        }
        return new PodStatus(
                conditions,
                Pem.write(chain),
                chain.get(0).getNotBefore().toInstant(),
                beginRefreshAt.truncatedTo(ChronoUnit.SECONDS),
                chain.get(0).getNotAfter().toInstant());
    }

    /** The condition that ends the request. */
    Optional<Condition> outcome() {
        return conditions.stream()
                .filter(condition -> FINAL_TYPES.contains(condition.type()))
                .findFirst();
    }

    boolean hasCertificate() {
        return !certificateChain.isEmpty() || notBefore != null || beginRefreshAt != null || notAfter != null;
    }
}
