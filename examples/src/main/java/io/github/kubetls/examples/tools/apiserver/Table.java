package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** What {@code kubectl get} shows of a resource: Kubernetes' columns, and a row for each object. */
final class Table {

    /** A column, and how its cell is made of an object at a time. Wide ones are shown on demand. */
    private record Column(String name, boolean wide, BiFunction<ObjectNode, Instant, Object> cell) {

        static Column of(String name, BiFunction<ObjectNode, Instant, Object> cell) {
            return new Column(name, false, cell);
        }

        static Column wide(String name, BiFunction<ObjectNode, Instant, Object> cell) {
            return new Column(name, true, cell);
        }
    }

    private static final Column NAME =
            Column.of("Name", (object, now) -> Metadata.of(object).name());
    private static final Column AGE =
            Column.of("Age", (object, now) -> Ages.since(Json.text(object, "metadata", "creationTimestamp"), now));
    private static final Column CREATED_AT =
            Column.of("Created At", (object, now) -> Json.text(object, "metadata", "creationTimestamp"));

    private final List<Column> columns;
    private final Instant now;

    Table(ApiResource resource, Instant now) {
        this.columns = columns(resource);
        this.now = now;
    }

    private static List<Column> columns(ApiResource resource) {
        return switch (resource) {
            case CERTIFICATE_SIGNING_REQUESTS ->
                List.of(
                        NAME,
                        AGE,
                        text("SignerName", "spec", "signerName"),
                        text("Requestor", "spec", "username"),
                        Column.of("RequestedDuration", (object, at) -> requestedDuration(object)),
                        Column.of("Condition", (object, at) -> condition(object)));
            case SECRETS -> List.of(NAME, text("Type", "type"), count("Data", "data"), AGE);
            case CONFIG_MAPS -> List.of(NAME, count("Data", "data"), AGE);
            case NAMESPACES -> List.of(NAME, text("Status", "status", "phase"), AGE);
            case LEASES -> List.of(NAME, text("Holder", "spec", "holderIdentity"), AGE);
            case CLUSTER_ROLE_BINDINGS, ROLE_BINDINGS ->
                List.of(
                        NAME,
                        Column.of(
                                "Role",
                                (object, at) -> Json.text(object, "roleRef", "kind") + "/"
                                        + Json.text(object, "roleRef", "name")),
                        AGE,
                        subjects("Users", "User"),
                        subjects("Groups", "Group"),
                        subjects("ServiceAccounts", "ServiceAccount"));
            default -> List.of(NAME, CREATED_AT);
        };
    }

    private static Column text(String name, String... path) {
        return Column.of(name, (object, now) -> Json.text(object, path));
    }

    private static Column count(String name, String field) {
        return Column.of(name, (object, now) -> object.path(field).size());
    }

    private static Column subjects(String name, String kind) {
        return Column.wide(name, (object, now) -> {
            List<String> names = new ArrayList<>();
            for (JsonNode subject : object.path("subjects")) {
                if (Json.text(subject, "kind").equals(kind)) {
                    String namespace = Json.text(subject, "namespace");
                    names.add((namespace.isEmpty() ? "" : namespace + "/") + Json.text(subject, "name"));
                }
            }
            return String.join(", ", names);
        });
    }

    private static String condition(ObjectNode object) {
        CertificateSigningRequest csr = CertificateSigningRequest.parse(object.toString());
        return Condition.summary(csr.conditions(), csr.isIssued());
    }

    private static String requestedDuration(ObjectNode object) {
        JsonNode seconds = object.path("spec").path("expirationSeconds");
        return seconds.isNumber() ? Ages.text(Duration.ofSeconds(seconds.longValue())) : "<none>";
    }

    /**
     * Makes the table of some objects.
     *
     * @param objects     the objects
     * @param withColumns whether the columns are described; the later events of a watch leave it out
     * @param includes    how much of the objects is in the rows: {@code None}, {@code Metadata} or {@code Object}
     */
    ObjectNode of(List<ObjectNode> objects, boolean withColumns, String includes) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata");
        ArrayNode definitions = table.putArray("columnDefinitions");
        if (withColumns) {
            columns.forEach(column -> define(definitions.addObject(), column));
        }
        ArrayNode rows = table.putArray("rows");
        objects.forEach(object -> addRow(rows.addObject(), object, includes));
        return table;
    }

    private static void define(ObjectNode definition, Column column) {
        definition.put("name", column.name());
        definition.put("type", column == CREATED_AT ? "date" : "string");
        definition.put("format", column == NAME ? "name" : "");
        definition.put("description", "");
        definition.put("priority", column.wide() ? 1 : 0);
    }

    private void addRow(ObjectNode row, ObjectNode object, String includes) {
        ArrayNode cells = row.putArray("cells");
        columns.forEach(column -> cells.addPOJO(column.cell().apply(object, now)));
        switch (includes) {
            case "None" -> row.putNull("object");
            case "Object" -> row.set("object", object);
            default -> row.set("object", metadata(object));
        }
    }

    /** An object of which only the metadata is left. */
    static ObjectNode metadata(ObjectNode object) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
