package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.manifest.FieldError;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An answer that is no success: Kubernetes' code, reason and words, as an object of kind {@code Status}. */
final class ApiFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Map<FieldError.Type, String> CAUSES = Map.of(
            FieldError.Type.REQUIRED, "FieldValueRequired",
            FieldError.Type.INVALID, "FieldValueInvalid",
            FieldError.Type.UNSUPPORTED, "FieldValueNotSupported",
            FieldError.Type.DUPLICATE, "FieldValueDuplicate",
            FieldError.Type.FORBIDDEN, "FieldValueForbidden",
            FieldError.Type.TOO_LONG, "FieldValueTooLong");

    private final transient ObjectNode status;

    private ApiFailure(int code, String reason, String message) {
        super(message, null, false, false);
        this.status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        status.put("code", code);
    }

    private ApiFailure(int code, String reason, String message, ObjectNode details) {
        this(code, reason, message);
        status.set("details", details);
    }

    static ApiFailure unauthorized() {
        return new ApiFailure(401, "Unauthorized", "Unauthorized");
    }

    static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message);
    }

    /** For a body that is no object of the resource. */
    static ApiFailure undecodable(ApiResource resource, String why) {
        return badRequest(resource.kind() + " in version " + Json.quote(ApiResource.VERSION)
                + " cannot be handled as a " + resource.kind() + ": " + why);
    }

    static ApiFailure noSuchPath() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    static ApiFailure notFound(ApiResource resource, String name) {
        return about(404, "NotFound", resource, name, " not found");
    }

    /** For a message that the library has composed. */
    static ApiFailure notFound(String message) {
        return new ApiFailure(404, "NotFound", message, Json.object());
    }

    static ApiFailure alreadyExists(ApiResource resource, String name) {
        return about(409, "AlreadyExists", resource, name, " already exists");
    }

    static ApiFailure conflict(ApiResource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    static ApiFailure conflict(ApiResource resource, String name, String why) {
        String message = "Operation cannot be fulfilled on " + object(resource.qualifiedName(), name) + ": " + why;
        return new ApiFailure(409, "Conflict", message, details(resource, name, resource.plural()));
    }

    static ApiFailure forbidden(ApiResource resource, String name, String why) {
        return forbidden(new Target(resource.group(), ApiResource.VERSION, "", resource.plural(), name, ""), why);
    }

    /** For what may be no resource of this server. */
    static ApiFailure forbidden(Target target, String why) {
        String type = target.group().isEmpty() ? target.resource() : target.resource() + "." + target.group();
        String object = target.name().isEmpty() ? type : object(type, target.name());
        ObjectNode details = details(target.group(), target.name(), target.resource());
        return new ApiFailure(403, "Forbidden", object + " is forbidden: " + why, details);
    }

    /** For a path that is no resource. */
    static ApiFailure forbidden(String why) {
        return new ApiFailure(403, "Forbidden", "forbidden: " + why, Json.object());
    }

    /** Refuses an object that breaks rules. */
    static void throwIfAny(ApiResource resource, String name, Collection<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw invalid(resource.group(), resource.kind(), name, errors);
        }
    }

    /** For what is no object of a resource. */
    static ApiFailure invalid(String group, String kind, String name, Collection<FieldError> errors) {
        Set<String> texts = new LinkedHashSet<>();
        errors.forEach(error -> texts.add(error.toString()));
        String all = texts.size() == 1 ? texts.iterator().next() : "[" + String.join(", ", texts) + "]";
        ObjectNode details = details(group, name, kind);
        ArrayNode causes = details.putArray("causes");
        for (FieldError error : errors) {
            causes.addObject()
                    .put("reason", CAUSES.get(error.type()))
                    .put("message", error.message())
                    .put("field", error.field());
        }
        String type = group.isEmpty() ? kind : kind + "." + group;
        return new ApiFailure(422, "Invalid", object(type, name) + " is invalid: " + all, details);
    }

    static ApiFailure invalid(ApiResource resource, String name, FieldError error) {
        return invalid(resource.group(), resource.kind(), name, List.of(error));
    }

    static ApiFailure methodNotAllowed() {
        return new ApiFailure(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Json.object());
    }

    /** A new object with a version. */
    static ApiFailure versionOnCreate() {
        return unexpected("resourceVersion should not be set on objects to be created");
    }

    /** What is wrong with the request, but is taken for a failure of the server by Kubernetes. */
    static ApiFailure unexpected(String why) {
        return new ApiFailure(500, "", why);
    }

    /** A patch that does not fit the object. */
    static ApiFailure unprocessable(String why) {
        String message = "the server rejected our request due to an error in our request: " + why;
        return new ApiFailure(422, "Invalid", message, Json.object());
    }

    static ApiFailure notAcceptable() {
        return new ApiFailure(406, "NotAcceptable", "only the following media types are accepted: application/json");
    }

    static ApiFailure unsupportedMediaType(String accepted) {
        return new ApiFailure(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted);
    }

    static ApiFailure tooLarge(int limit) {
        return new ApiFailure(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit);
    }

    static ApiFailure tooSlow() {
        return new ApiFailure(
                504, "Timeout", "Timeout: request did not complete within the allotted timeout", Json.object());
    }

    static ApiFailure expired(long requested, long oldest) {
        return new ApiFailure(410, "Expired", "too old resource version: " + requested + " (" + oldest + ")");
    }

    static ApiFailure timeout(long requested, long current) {
        return new ApiFailure(
                504,
                "Timeout",
                "Timeout: Too large resource version: " + requested + ", current: " + current,
                Json.object());
    }

    /** The client is to come back in a second; the answer says so in its header too. */
    static ApiFailure tooManyRequests() {
        return new ApiFailure(
                429,
                "TooManyRequests",
                "too many requests, please try again later",
                Json.object().put("retryAfterSeconds", 1));
    }

    static ApiFailure internal(String why) {
        return new ApiFailure(500, "InternalError", "Internal error occurred: " + why, Json.object());
    }

    private static ApiFailure about(int code, String reason, ApiResource resource, String name, String what) {
        String message = object(resource.qualifiedName(), name) + what;
        return new ApiFailure(code, reason, message, details(resource, name, resource.plural()));
    }

    private static String object(String type, String name) {
        return type + " " + Json.quote(name);
    }

    private static ObjectNode details(ApiResource resource, String name, String kind) {
        return details(resource.group(), name, kind);
    }

    private static ObjectNode details(String group, String name, String kind) {
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        return details.put("kind", kind);
    }

    int code() {
        return status.path("code").intValue();
    }

    ObjectNode status() {
        return status;
    }

    Answer answer() {
        return Answer.of(code(), status);
    }
}
