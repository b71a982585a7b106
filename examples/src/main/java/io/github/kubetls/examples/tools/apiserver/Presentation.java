package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Shows objects in the form that the client asked for: as they are, as a table, or their metadata only. */
final class Presentation {

    private final ApiResource resource;
    private final MediaTypes.Form form;
    private final String includes;

    Presentation(ApiResource resource, MediaTypes.Form form, Query query) {
        this.resource = resource;
        this.form = form;
        this.includes = query.text("includeObject");
    }

    ObjectNode object(ObjectNode object) {
        return switch (form) {
            case OBJECT -> object;
            case METADATA -> Table.metadata(object);
            case TABLE -> {
                ObjectNode table = table(List.of(object), true);
                Metadata.of(table).version(Long.parseLong(Metadata.of(object).version()));
                yield table;
            }
        };
    }

    /** An object of a watch; the columns of a table are described once. */
    ObjectNode event(ObjectNode object, boolean first) {
        return form == MediaTypes.Form.TABLE ? table(List.of(object), first) : object(object);
    }

    ObjectNode list(Store.Snapshot snapshot) {
        ObjectNode list = form == MediaTypes.Form.TABLE ? table(snapshot.objects(), true) : items(snapshot.objects());
        Metadata.of(list).version(snapshot.version());
        return list;
    }

    private ObjectNode table(List<ObjectNode> objects, boolean withColumns) {
        return new Table(resource, Instant.now()).of(objects, withColumns, includes);
    }

    private ObjectNode items(List<ObjectNode> objects) {
        boolean partial = form == MediaTypes.Form.METADATA;
        ObjectNode list = Json.object()
                .put("kind", partial ? "PartialObjectMetadataList" : resource.kind() + "List")
                .put("apiVersion", partial ? "meta.k8s.io/v1" : resource.apiVersion());
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        for (ObjectNode object : objects) {
            // The list says version and kind for all of them.
            items.add(partial ? Table.metadata(object) : withoutKind(object));
        }
        return list;
    }

    private static ObjectNode withoutKind(ObjectNode object) {
        ObjectNode item = Json.object();
        item.setAll(object);
        return item.remove(List.of("kind", "apiVersion"));
    }
}
