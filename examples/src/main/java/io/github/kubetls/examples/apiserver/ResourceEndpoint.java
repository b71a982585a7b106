package io.github.kubetls.examples.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.UserInfo;
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
        this.writer = new Registry.Writer(user, query.text("dryRun").equals("All"));
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
            case "get" -> Answer.of(200, presentation.object(registry.get(key())));
            case "list" -> list();
            case "watch" -> new Answer.Stream(new Watch(store, selection(), query, presentation), () -> {});
            case "create" -> create();
            case "update" -> Answer.of(200, presentation.object(update()));
            case "patch" -> Answer.of(200, presentation.object(patch()));
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

    private Answer list() {
        Versions.parse(query, store.version());
        return Answer.of(200, presentation.list(selected()));
    }

    private ObjectNode body() {
        MediaTypes.requireReadable(request.contentType());
        return registry.read(resource, request.body());
    }

    private Answer create() {
        if (!target.name().isEmpty()) {
            throw ApiFailure.methodNotAllowed();
        }
        return Answer.of(201, presentation.object(registry.create(writer, resource, namespace(), body())));
    }

    private ObjectNode update() {
        requireName();
        ObjectNode body = body();
        String name = Metadata.of(body).name();
        if (!name.equals(target.name())) {
            throw ApiFailure.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
        if (resource.isCreatedByUpdate() && store.get(key()).isEmpty()) {
            return registry.create(writer, resource, namespace(), body);
        }
        return registry.update(writer, key(), target.subresource(), stored -> body.deepCopy());
    }

    private ObjectNode patch() {
        requireName();
        Patch patch = Patch.parse(MediaTypes.bare(request.contentType()), request.body(), resource);
        return registry.update(
                writer,
                key(),
                target.subresource(),
                stored -> registry.read(resource, patch.apply(stored).toString()));
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
        boolean dryRun = deleteOptions().path("dryRun").path(0).asText("").equals("All");
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
