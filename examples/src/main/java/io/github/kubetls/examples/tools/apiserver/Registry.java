package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.FieldError;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Creates, updates and deletes objects by the rules that hold for all of them, and by the strategy of each resource. */
final class Registry {

    /**
     * Who writes, and whether in earnest.
     *
     * @param user   the user
     * @param dryRun whether the object is checked only
     */
    record Writer(UserInfo user, boolean dryRun) {}

    /**
     * What a deletion demands of the object.
     *
     * @param uid     the uid that it has to have; empty for any
     * @param version the version that it has to have; empty for any
     */
    record Preconditions(String uid, String version) {}

    private final Store store;
    private final Function<ApiResource, Strategy> strategies;
    private final Clock clock;

    Registry(Store store, Function<ApiResource, Strategy> strategies, Clock clock) {
        this.store = store;
        this.strategies = strategies;
        this.clock = clock;
    }

    /** Reads an object of a resource that a client has sent. */
    ObjectNode read(ApiResource resource, String text) {
        ObjectNode object;
        try {
            object = strategies.apply(resource).read(withKind(resource, text));
        } catch (InvalidFormatException e) {
            throw ApiFailure.undecodable(resource, e.getMessage());
        }
        boolean right = Json.text(object, "kind").equals(resource.kind())
                && Json.text(object, "apiVersion").equals(resource.apiVersion());
        if (!right) {
            throw ApiFailure.undecodable(resource, "it is another object");
        }
        return object;
    }

    /** An object in JSON that does not say what it is, is what the path says. */
    private static String withKind(ApiResource resource, String text) {
        try {
            if (Json.parse(text) instanceof ObjectNode object && !object.has("kind") && !object.has("apiVersion")) {
                return object.put("kind", resource.kind())
                        .put("apiVersion", resource.apiVersion())
                        .toString();
            }
        } catch (JsonProcessingException e) {
            // It is YAML, or its reader says what is wrong with it.
        }
        return text;
    }

    ObjectNode get(ObjectKey key) {
        return store.get(key).orElseThrow(() -> ApiFailure.notFound(key.resource(), key.name()));
    }

    /**
     * Creates an object.
     *
     * @param writer    who creates it
     * @param resource  the resource
     * @param namespace the namespace in the path; empty for none
     * @param proposed  the object; changed by this
     */
    ObjectNode create(Writer writer, ApiResource resource, String namespace, ObjectNode proposed) {
        Metadata metadata = Metadata.of(proposed);
        requireNamespace(resource, namespace, metadata);
        if (!metadata.version().isEmpty()) {
            throw ApiFailure.versionOnCreate();
        }
        if (metadata.name().isEmpty() && !metadata.generateName().isEmpty()) {
            metadata.name(Names.generate(metadata.generateName()));
        }
        String name = metadata.name();
        if (name.isEmpty()) {
            throw ApiFailure.invalid(
                    resource, "", FieldError.required("metadata.name", "name or generateName is required"));
        }
        metadata.created(UUID.randomUUID().toString(), clock.instant());
        ObjectNode object = strategies.apply(resource).create(writer.user(), proposed);
        ObjectKey key = new ObjectKey(resource, namespace, name);
        Optional<ObjectNode> stored = writer.dryRun()
                ? Optional.of(object).filter(fresh -> store.get(key).isEmpty())
                : store.insert(key, object);
        return stored.orElseThrow(() -> ApiFailure.alreadyExists(resource, name));
    }

    private void requireNamespace(ApiResource resource, String namespace, Metadata metadata) {
        if (!metadata.namespace().isEmpty()
                && resource.isNamespaced()
                && !metadata.namespace().equals(namespace)) {
            throw ApiFailure.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        metadata.namespace(namespace);
        if (resource.isNamespaced()) {
            get(new ObjectKey(ApiResource.NAMESPACES, "", namespace));
        }
    }

    /**
     * Updates an object.
     *
     * @param writer      who updates it
     * @param key         which object
     * @param subresource where the update is sent to; empty for the object itself
     * @param change      makes the object to be of the object as it is, which it must not touch
     */
    ObjectNode update(Writer writer, ObjectKey key, String subresource, UnaryOperator<ObjectNode> change) {
        while (true) {
            ObjectNode stored = get(key);
            ObjectNode proposed = change.apply(stored);
            Metadata metadata = Metadata.of(proposed);
            requireName(key, metadata);
            require(key, stored, new Preconditions(metadata.uid(), metadata.version()));
            requireNamespace(key.resource(), key.namespace(), metadata);
            metadata.continues(stored);
            ObjectNode object = strategies.apply(key.resource()).update(writer.user(), subresource, stored, proposed);
            if (writer.dryRun() || isSame(stored, object)) {
                return writer.dryRun() ? object : stored;
            }
            Optional<ObjectNode> updated = store.replace(key, stored, object);
            if (updated.isPresent()) {
                return updated.get();
            }
            // Somebody was faster. Who named a version gets a conflict in the next round, everybody else what was
            // wanted.
        }
    }

    /** Refuses an object that is not the one that the path names. */
    static void requireName(ObjectKey key, Metadata metadata) {
        if (!metadata.name().equals(key.name())) {
            throw ApiFailure.badRequest("the name of the object (" + metadata.name()
                    + ") does not match the name on the URL (" + key.name() + ")");
        }
    }

    private static boolean isSame(ObjectNode stored, ObjectNode object) {
        ObjectNode left = stored.deepCopy();
        ObjectNode right = object.deepCopy();
        Metadata.of(left).noVersion();
        Metadata.of(right).noVersion();
        return left.equals(right);
    }

    private static void require(ObjectKey key, ObjectNode stored, Preconditions wanted) {
        Metadata metadata = Metadata.of(stored);
        if (!wanted.uid().isEmpty() && !wanted.uid().equals(metadata.uid())) {
            throw ApiFailure.conflict(
                    key.resource(),
                    key.name(),
                    "Precondition failed: UID in precondition: " + wanted.uid() + ", UID in object meta: "
                            + metadata.uid());
        }
        // Zero is Kubernetes' way to say any.
        boolean any = wanted.version().isEmpty() || wanted.version().equals("0");
        if (!any && !wanted.version().equals(metadata.version())) {
            throw ApiFailure.conflict(key.resource(), key.name());
        }
    }

    /** Deletes an object, and returns it as it was. */
    ObjectNode delete(Writer writer, ObjectKey key, Preconditions wanted) {
        while (true) {
            ObjectNode stored = get(key);
            require(key, stored, wanted);
            if (writer.dryRun() || store.remove(key, stored)) {
                return stored;
            }
        }
    }
}
