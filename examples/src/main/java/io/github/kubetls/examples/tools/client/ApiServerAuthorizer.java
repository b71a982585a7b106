package io.github.kubetls.examples.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks an API server whether a user may do something, with a SubjectAccessReview.
 *
 * <p>A failure is an {@link UncheckedIOException}: no answer is no opinion either.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access">Checking API
 *     access</a>
 */
public final class ApiServerAuthorizer implements Authorizer {

    private static final String PATH = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    private final ApiClient client;

    /**
     * Asks through a client, whose user must be allowed to create SubjectAccessReviews.
     *
     * @param client the client
     */
    public ApiServerAuthorizer(ApiClient client) {
        this.client = client;
    }

    @Override
    public AccessDecision authorize(UserInfo user, Attributes attributes) {
        try {
            Map<String, Object> review = Map.of(
                    "apiVersion", "authorization.k8s.io/v1",
                    "kind", "SubjectAccessReview",
                    "spec", spec(user, attributes));
            return decision(client.post(PATH, review).path("status"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted"));
        }
    }

    private static Map<String, Object> spec(UserInfo user, Attributes attributes) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("user", user.name());
        spec.put("uid", user.uid());
        spec.put("groups", user.groups());
        spec.put("extra", user.extra());
        if (attributes instanceof Attributes.Resource resource) {
            spec.put("resourceAttributes", resourceAttributes(resource));
        } else if (attributes instanceof Attributes.NonResource path) {
            spec.put("nonResourceAttributes", Map.of("verb", path.verb(), "path", path.path()));
        }
        return spec;
    }

    /** Selectors are left out when there are none: an API server before 1.31 does not know the fields. */
    private static Map<String, Object> resourceAttributes(Attributes.Resource resource) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("verb", resource.verb());
        attributes.put("group", resource.apiGroup());
        attributes.put("version", "*");
        attributes.put("resource", resource.resource());
        attributes.put("subresource", resource.subresource());
        attributes.put("name", resource.name());
        attributes.put("namespace", resource.namespace());
        if (!resource.fieldSelector().isEmpty()) {
            attributes.put("fieldSelector", Map.of("rawSelector", resource.fieldSelector()));
        }
        if (!resource.labelSelector().isEmpty()) {
            attributes.put("labelSelector", Map.of("rawSelector", resource.labelSelector()));
        }
        return attributes;
    }

    private static AccessDecision decision(JsonNode status) {
        String reason = status.path("reason").asText();
        if (status.path("allowed").asBoolean()) {
            return AccessDecision.allowed(reason);
        }
        return status.path("denied").asBoolean() ? AccessDecision.denied(reason) : AccessDecision.noOpinion(reason);
    }
}
