package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions that are asked by creating an object which is never stored: the answer is in its status. */
enum Review implements ApiType {
    SUBJECT_ACCESS("authorization.k8s.io", "SubjectAccessReview", false),
    LOCAL_SUBJECT_ACCESS("authorization.k8s.io", "LocalSubjectAccessReview", true),
    SELF_SUBJECT_ACCESS("authorization.k8s.io", "SelfSubjectAccessReview", false),
    SELF_SUBJECT_RULES("authorization.k8s.io", "SelfSubjectRulesReview", false),
    SELF_SUBJECT("authentication.k8s.io", "SelfSubjectReview", false);

    private final String group;
    private final String kind;
    private final boolean namespaced;

    Review(String group, String kind, boolean namespaced) {
        this.group = group;
        this.kind = kind;
        this.namespaced = namespaced;
    }

    static Optional<Review> find(String group, String plural) {
        return ApiType.find(values(), group, plural);
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean isNamespaced() {
        return namespaced;
    }

    /**
     * Answers a question.
     *
     * @param user   who asks
     * @param text   the object that is created
     * @param access answers it
     * @return the object with its status
     * @throws ApiFailure when the question is malformed
     */
    ObjectNode answer(UserInfo user, String text, AccessControl access) {
        ObjectNode review = read(text);
        Json.child(review, "metadata").putNull("creationTimestamp");
        JsonNode spec = review.path("spec");
        ObjectNode status = switch (this) {
            case SELF_SUBJECT -> userInfo(user);
            case SELF_SUBJECT_RULES -> rules(access.rbac().rulesFor(user, namespace(spec)));
            case SELF_SUBJECT_ACCESS -> decision(access.authorize(user, attributes(spec)));
            case SUBJECT_ACCESS, LOCAL_SUBJECT_ACCESS -> decision(access.authorize(subject(spec), attributes(spec)));
        };
        review.set("status", status);
        return review;
    }

    private static String namespace(JsonNode spec) {
        String namespace = Json.text(spec, "namespace");
        if (namespace.isEmpty()) {
            throw ApiFailure.badRequest("no namespace on request");
        }
        return namespace;
    }

    private ObjectNode read(String text) {
        try {
            if (Json.parse(text) instanceof ObjectNode node
                    && Json.text(node, "kind").equals(kind)
                    && Json.text(node, "apiVersion").equals(apiVersion())) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // The same answer as for another object.
        }
        throw ApiFailure.badRequest("the body is no " + kind + " of " + apiVersion());
    }

    private ApiFailure invalid(String field, String rule) {
        return ApiFailure.invalid(group, kind, "", List.of(FieldError.invalid(field, "", rule)));
    }

    private Attributes attributes(JsonNode spec) {
        JsonNode resource = spec.path("resourceAttributes");
        JsonNode path = spec.path("nonResourceAttributes");
        if (resource.isObject() == path.isObject()) {
            throw invalid(
                    "spec.resourceAttributes",
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        if (path.isObject()) {
            return Attributes.path(Json.text(path, "verb"), Json.text(path, "path"));
        }
        return Attributes.resource(
                        Json.text(resource, "verb"), Json.text(resource, "group"), Json.text(resource, "resource"))
                .withFieldSelector(Json.text(resource, "fieldSelector", "rawSelector"))
                .withLabelSelector(Json.text(resource, "labelSelector", "rawSelector"))
                .withSubresource(Json.text(resource, "subresource"))
                .withName(Json.text(resource, "name"))
                .withNamespace(Json.text(resource, "namespace"));
    }

    private UserInfo subject(JsonNode spec) {
        String name = Json.text(spec, "user");
        List<String> groups = texts(spec.path("groups"));
        if (name.isEmpty() && groups.isEmpty()) {
            throw invalid("spec.user", "at least one of user or group must be specified");
        }
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.path("extra").properties().forEach(field -> extra.put(field.getKey(), texts(field.getValue())));
        return UserInfo.builder(name)
                .uid(Json.text(spec, "uid"))
                .groups(groups)
                .extra(extra)
                .build();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ObjectNode decision(AccessDecision decision) {
        ObjectNode status = Json.object().put("allowed", decision.isAllowed());
        if (decision.verdict() == AccessDecision.Verdict.DENIED) {
            status.put("denied", true);
        }
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
        return status;
    }

    private static ObjectNode userInfo(UserInfo user) {
        ObjectNode status = Json.object();
        status.set("userInfo", Users.toJson(user));
        return status;
    }

    private static ObjectNode rules(RbacAuthorizer.UserRules rules) {
        ObjectNode status = Json.object();
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        for (PolicyRule rule : rules.rules()) {
            if (rule.nonResourceUrls().isEmpty()) {
                resources.add(Json.object(Map.of(
                        "verbs", rule.verbs(),
                        "apiGroups", rule.apiGroups(),
                        "resources", rule.resources(),
                        "resourceNames", rule.resourceNames())));
            } else {
                paths.add(Json.object(Map.of("verbs", rule.verbs(), "nonResourceURLs", rule.nonResourceUrls())));
            }
        }
        status.put("incomplete", !rules.resolutionErrors().isEmpty());
        if (!rules.resolutionErrors().isEmpty()) {
            status.put("evaluationError", String.join(", ", rules.resolutionErrors()));
        }
        return status;
    }
}
