package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.FieldError;
import java.util.List;

/** The verbs of one resource for one request: from the words of HTTP to the registry and back. */
final class ResourceEndpoint {

    private final Store store;
    private final Registry registry;
    private final ApiRequest request;
    private final Query query;
    private final ApiResource resource;
    private final Target target;
    private final Presentation presentation;
    private final FieldValidation fields;
    private final Registry.Writer writer;

    ResourceEndpoint(Store store, Registry registry, UserInfo user, ApiRequest request, Target target) {
        this.store = store;
        this.registry = registry;
        this.request = request;
        this.target = target;
        this.query = request.query();
        this.resource = ApiResource.find(target.group(), target.resource())
                .filter(found -> target.version().equals(ApiResource.VERSION))
                .orElseThrow(ApiFailure::noSuchPath);
        this.presentation = new Presentation(resource, MediaTypes.accepted(request.accept()), query);
        this.fields = new FieldValidation(resource, query);
        this.writer = new Registry.Writer(user, isDryRun(query.text("dryRun"), "CreateOptions"));
        boolean known =
                target.subresource().isEmpty() || resource.subresources().contains(target.subresource());
        if (!known || !isInPlace()) {
            throw ApiFailure.noSuchPath();
        }
    }

    /** Objects of namespaces are not outside of one, but may be listed there; others are in no namespace but themselves. */
    private boolean isInPlace() {
        if (!resource.isNamespaced()) {
            return target.namespace().isEmpty() || resource == ApiResource.NAMESPACES;
        }
        return !target.namespace().isEmpty() || !request.rawPath().endsWith("/" + target.name());
    }

    Answer answer(String verb) {
        return switch (verb) {
            case "get" -> answer(200, registry.get(key()));
            case "list" -> list();
            case "watch" -> new Answer.Stream(new WatchResponse(store, selection(), query, presentation), () -> {});
            case "create" -> create();
            case "update" -> update();
            case "patch" -> answer(200, patch());
            case "delete" -> delete();
            case "deletecollection" -> deleteCollection();
            default -> throw ApiFailure.methodNotAllowed();
        };
    }

    private String namespace() {
        return resource.isNamespaced() ? target.namespace() : "";
    }

    private ObjectKey key() {
        return new ObjectKey(resource, namespace(), target.name());
    }

    private Selection selection() {
        return Selection.of(resource, namespace(), query);
    }

    private Store.Snapshot selected() {
        Selection selection = selection();
        Store.Snapshot all = store.list(resource, namespace());
        List<ObjectNode> matching =
                all.objects().stream().filter(selection::matches).toList();
        return new Store.Snapshot(all.version(), matching);
    }

    private static boolean isDryRun(String text, String options) {
        if (!text.isEmpty() && !text.equals("All")) {
            FieldError error = new FieldError(
                    Location.of("dryRun"),
                    FieldError.Type.UNSUPPORTED,
                    "Unsupported value: []string{" + Json.quote(text) + "}: supported values: \"All\"");
            throw ApiFailure.invalid("meta.k8s.io", options, "", List.of(error));
        }
        return !text.isEmpty();
    }

    private Answer list() {
        Versions.parse(query, store.version());
        return Answer.of(200, presentation.list(selected()));
    }

    private ObjectNode body() {
        MediaTypes.requireReadable(request.contentType());
        return read(request.body());
    }

    private ObjectNode read(String text) {
        fields.check(text);
        return registry.read(resource, text);
    }

    private Answer answer(int code, ObjectNode object) {
        return new Answer.Document(code, presentation.object(object), fields.warnings());
    }

    private Answer create() {
        boolean inPlace = target.namespace().isEmpty() != resource.isNamespaced();
        if (!target.name().isEmpty() || !inPlace) {
            throw ApiFailure.methodNotAllowed();
        }
        return answer(201, registry.create(writer, resource, namespace(), body()));
    }

    private Answer update() {
        requireName();
        ObjectNode body = body();
        Registry.requireName(key(), Metadata.of(body));
        if (resource.isCreatedByUpdate() && store.get(key()).isEmpty()) {
            return answer(201, registry.create(writer, resource, namespace(), body));
        }
        return answer(200, registry.update(writer, key(), target.subresource(), stored -> body.deepCopy()));
    }

    private ObjectNode patch() {
        requireName();
        Patch patch = Patch.parse(MediaTypes.bare(request.contentType()), request.body(), resource);
        return registry.update(
                writer,
                key(),
                target.subresource(),
                stored -> read(patch.apply(stored).toString()));
    }

    private void requireName() {
        if (target.name().isEmpty()) {
            throw ApiFailure.methodNotAllowed();
        }
    }

    private Answer delete() {
        JsonNode preconditions = deleteOptions().path("preconditions");
        ObjectNode deleted = registry.delete(
                earnest(),
                key(),
                new Registry.Preconditions(
                        Json.text(preconditions, "uid"), Json.text(preconditions, "resourceVersion")));
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        ObjectNode details =
                status.put("status", "Success").putObject("details").put("name", target.name());
        if (!resource.group().isEmpty()) {
            details.put("group", resource.group());
        }
        details.put("kind", resource.plural()).put("uid", Metadata.of(deleted).uid());
        return Answer.of(200, status);
    }

    private Answer deleteCollection() {
        Store.Snapshot snapshot = selected();
        for (ObjectNode object : snapshot.objects()) {
            Metadata metadata = Metadata.of(object);
            ObjectKey key = new ObjectKey(resource, metadata.namespace(), metadata.name());
            registry.delete(earnest(), key, new Registry.Preconditions(metadata.uid(), ""));
        }
        return Answer.of(200, presentation.list(snapshot));
    }

    private Registry.Writer earnest() {
        boolean dryRun = isDryRun(deleteOptions().path("dryRun").path(0).asText(""), "DeleteOptions");
        return dryRun ? new Registry.Writer(writer.user(), true) : writer;
    }

    private JsonNode deleteOptions() {
        if (request.body().isBlank()) {
            return Json.object();
        }
        MediaTypes.requireReadable(request.contentType());
        try {
            return Json.parse(request.body());
        } catch (JsonProcessingException e) {
            throw ApiFailure.badRequest("the body is no DeleteOptions");
        }
    }
}
