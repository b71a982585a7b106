package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.podcertificate.LiveObjects;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodRequestAdmission;
import io.github.kubetls.podcertificate.PodRequestAdmission.Decision;
import io.github.kubetls.podcertificate.PodRequestAdmission.Subresource;
import io.github.kubetls.podcertificate.PodRequestAdmission.UpdateResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * PodCertificateRequests, by the rules of the release that serves them as v1: newer than the rest of this server. It has no pods,
 * so that nodes are told to try again; whoever else has the right may create requests.
 */
final class PodRequestStrategy implements Strategy {

    private static final ApiResource RESOURCE = ApiResource.POD_CERTIFICATE_REQUESTS;
    private static final KubernetesRelease RELEASE = KubernetesRelease.of(37);

    private final Authorizer authorizer;
    private final Clock clock;

    PodRequestStrategy(Authorizer authorizer, Clock clock) {
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    public ObjectNode read(String text) {
        return Json.withStatus(PodCertificateRequest.parse(text));
    }

    private static PodCertificateRequest parse(ObjectNode node) {
        return PodCertificateRequest.parse(node.toString());
    }

    @Override
    public ObjectNode create(UserInfo user, ObjectNode proposed) {
        proposed.remove("status");
        PodCertificateRequest request = parse(proposed);
        String name = request.metadata().name();
        ApiFailure.throwIfAny(RESOURCE, name, request.violations(RELEASE));
        LiveObjects live = LiveObjects.builder().build();
        require(name, PodRequestAdmission.create(user, request, live, authorizer, RELEASE));
        return Json.withStatus(request);
    }

    @Override
    public ObjectNode update(UserInfo user, String subresource, ObjectNode stored, ObjectNode proposed) {
        PodCertificateRequest before = parse(stored);
        String name = before.metadata().name();
        require(name, PodRequestAdmission.change(user, "update"));
        Subresource endpoint = subresource.equals("status") ? Subresource.STATUS : Subresource.MAIN;
        UpdateResult result = endpoint.update(before, parse(proposed), clock.instant(), RELEASE);
        List<FieldError> errors =
                new ArrayList<>(PodRequestAdmission.violations(user, before, result.object(), authorizer));
        errors.addAll(result.violations());
        ApiFailure.throwIfAny(RESOURCE, name, errors);
        return Json.withStatus(result.object());
    }

    private static void require(String name, Decision decision) {
        if (decision instanceof Decision.Forbidden forbidden) {
            throw ApiFailure.forbidden(RESOURCE, name, forbidden.message());
        }
        if (decision instanceof Decision.TryAgain tryAgain) {
            throw ApiFailure.internal(tryAgain.message());
        }
    }
}
