package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestAdmission;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.RequestAdmission.UpdateResult;
import java.time.Clock;

/** CertificateSigningRequests: everything is the library's, validation, subresources and admission. */
final class RequestStrategy implements Strategy {

    private static final ApiResource RESOURCE = ApiResource.CERTIFICATE_SIGNING_REQUESTS;

    private final Authorizer authorizer;
    private final KubernetesRelease release;
    private final Clock clock;

    RequestStrategy(Authorizer authorizer, KubernetesRelease release, Clock clock) {
        this.authorizer = authorizer;
        this.release = release;
        this.clock = clock;
    }

    @Override
    public ObjectNode read(String text) {
        return Json.withStatus(CertificateSigningRequest.parse(text));
    }

    private static CertificateSigningRequest parse(ObjectNode node) {
        return CertificateSigningRequest.parse(node.toString());
    }

    @Override
    public ObjectNode create(UserInfo user, ObjectNode proposed) {
        CertificateSigningRequest csr = parse(proposed).requestedBy(user);
        String name = csr.metadata().name();
        ApiFailure.throwIfAny(RESOURCE, name, csr.violations(release));
        require(name, RequestAdmission.create(user, csr, release));
        return Json.withStatus(csr);
    }

    @Override
    public ObjectNode update(UserInfo user, String subresource, ObjectNode stored, ObjectNode proposed) {
        CertificateSigningRequest before = parse(stored);
        CertificateSigningRequest sent = parse(proposed);
        Subresource endpoint = switch (subresource) {
            case "approval" -> Subresource.APPROVAL;
            case "status" -> Subresource.STATUS;
            default -> Subresource.MAIN;
        };
        UpdateResult result = endpoint.update(before, sent, clock.instant(), release);
        String name = before.metadata().name();
        ApiFailure.throwIfAny(RESOURCE, name, result.violations());
        if (endpoint == Subresource.APPROVAL) {
            require(name, RequestAdmission.approve(user, before, authorizer));
        } else if (endpoint == Subresource.STATUS) {
            require(name, RequestAdmission.sign(user, before, result.object(), authorizer));
        }
        return Json.withStatus(result.object());
    }

    private static void require(String name, AccessDecision decision) {
        if (!decision.isAllowed()) {
            throw ApiFailure.forbidden(RESOURCE, name, decision.reason());
        }
    }
}
