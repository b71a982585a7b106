package io.github.kubetls.manifest;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a Kubernetes object.
 *
 * <p>Names are not validated here: each kind has its own rule. Fields beyond those below survive a round trip, unless they are
 * null or empty, which to Kubernetes is the same as absent.
 *
 * <pre>{@code
 * metadata:
 *   name: bootstrap-token-07401b
 *   namespace: kube-system
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/">ObjectMeta</a>
 */
public final class ObjectMeta {

    /** The namespace of what the control plane keeps for itself, bootstrap tokens among it. */
    public static final String KUBE_SYSTEM = "kube-system";

    /** The namespace of what everybody may read, {@code cluster-info} among it. */
    public static final String KUBE_PUBLIC = "kube-public";

    /** The namespace of the Leases with which nodes show that they are alive. */
    public static final String KUBE_NODE_LEASE = "kube-node-lease";

    private static final String FIELD = "metadata";
    private static final Set<String> KNOWN = Set.of(
            "name",
            "generateName",
            "namespace",
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "labels",
            "annotations");

    private static final int MAX_ANNOTATION_BYTES = 256 * 1024;
    private static final String ANNOTATIONS = "metadata.annotations";

    private final String name;
    private final String generateName;
    private final String namespace;
    private final String uid;
    private final String resourceVersion;
    private final @Nullable Instant creationTimestamp;
    private final @Nullable Instant deletionTimestamp;
    private final Map<String, String> labels;
    private final Map<String, String> annotations;
    private final Map<String, @Nullable Object> others;

    private ObjectMeta(Builder builder) {
        this.name = builder.name;
        this.generateName = builder.generateName;
        this.namespace = builder.namespace;
        this.uid = builder.uid;
        this.resourceVersion = builder.resourceVersion;
        this.creationTimestamp = builder.creationTimestamp;
        this.deletionTimestamp = builder.deletionTimestamp;
        this.labels = builder.labels;
        this.annotations = builder.annotations;
        this.others = builder.others;
    }

    /**
     * {@return the metadata of a cluster-scoped object}
     *
     * @param name the object's name
     */
    public static ObjectMeta of(String name) {
        return builder().name(name).build();
    }

    /**
     * {@return the metadata of an object in a namespace}
     *
     * @param namespace the namespace
     * @param name      the object's name
     */
    public static ObjectMeta of(String namespace, String name) {
        return builder().namespace(namespace).name(name).build();
    }

    /**
     * {@return the metadata in JDK values, as {@link #toMap} returns them}
     *
     * @param map values by field; fields that this type has no accessor for are kept
     * @throws IllegalArgumentException when a value has no form in a manifest, with its path
     * @throws InvalidFormatException with code {@code VALUE_TYPE_MISMATCH} when a field has another type,
     *     {@code TIME_INVALID} when a time is not in RFC 3339 form
     */
    public static ObjectMeta fromMap(Map<String, ?> map) {
        YamlNode node = Yaml.fromMap(Map.of(FIELD, map)).get(FIELD);
        Builder builder = builder()
                .name(node.get("name").string())
                .generateName(node.get("generateName").string())
                .namespace(node.get("namespace").string())
                .uid(node.get("uid").string())
                .resourceVersion(node.get("resourceVersion").string())
                .labels(node.get("labels").stringMap())
                .annotations(node.get("annotations").stringMap());
        ManifestReader.optionalTime(node.get("creationTimestamp")).ifPresent(builder::creationTimestamp);
        ManifestReader.optionalTime(node.get("deletionTimestamp")).ifPresent(builder::deletionTimestamp);
        return builder.otherFields(node.others(KNOWN)).build();
    }

    /** {@return a builder without any field} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with every field of this metadata} */
    public Builder toBuilder() {
        Builder copy = builder()
                .name(name)
                .generateName(generateName)
                .namespace(namespace)
                .uid(uid)
                .resourceVersion(resourceVersion)
                .labels(labels)
                .annotations(annotations)
                .otherFields(others);
        copy.creationTimestamp = creationTimestamp;
        copy.deletionTimestamp = deletionTimestamp;
        return copy;
    }

    /** {@return the name, or empty when the server is to generate it} */
    public String name() {
        return name;
    }

    /** {@return what a generated name starts with, or empty when there is no such prefix} */
    public String generateName() {
        return generateName;
    }

    /** {@return the namespace, or empty for a cluster-scoped object} */
    public String namespace() {
        return namespace;
    }

    /** {@return the uid that the server gave, or empty when there is none} */
    public String uid() {
        return uid;
    }

    /** {@return the version that an update must name, or empty when there is none} */
    public String resourceVersion() {
        return resourceVersion;
    }

    /** {@return when the server created the object, or empty before that} */
    public Optional<Instant> creationTimestamp() {
        return Optional.ofNullable(creationTimestamp);
    }

    /** {@return when deletion was asked for, or empty for an object that is not being deleted} */
    public Optional<Instant> deletionTimestamp() {
        return Optional.ofNullable(deletionTimestamp);
    }

    /** {@return the labels by key, unmodifiable} */
    public Map<String, String> labels() {
        return labels;
    }

    /** {@return the annotations by key, unmodifiable} */
    public Map<String, String> annotations() {
        return annotations;
    }

    /**
     * {@return the metadata as JDK values in the order of Kubernetes' type, with labels and annotations sorted by key;
     * empty fields are left out}
     */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        put(map, "name", name);
        put(map, "generateName", generateName);
        put(map, "namespace", namespace);
        put(map, "uid", uid);
        put(map, "resourceVersion", resourceVersion);
        put(map, "creationTimestamp", creationTimestamp);
        put(map, "deletionTimestamp", deletionTimestamp);
        put(map, "labels", labels);
        put(map, "annotations", annotations);
        map.putAll(ManifestReader.otherFields(others));
        return map;
    }

    private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
        if (value instanceof Instant time) {
            map.put(key, Rfc3339.format(time));
        } else if (value instanceof Map<?, ?> entries && !entries.isEmpty()) {
            Map<String, @Nullable Object> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
            entries.forEach((name, entry) -> sorted.put((String) name, entry));
            map.put(key, sorted);
        } else if (value instanceof String text && !text.isEmpty()) {
            map.put(key, text);
        }
    }

    /**
     * {@return for which reasons the latest API server refuses labels and annotations, whatever the object is} What a name
     * may be, and whether there is a namespace, its kind decides.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set">Labels</a>
     */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return for which reasons the API server of a release refuses labels and annotations, whatever the object is}
     *
     * @param release the release
     */
    public List<FieldError> violations(KubernetesRelease release) {
        List<FieldError> errors = new ArrayList<>();
        NameRules.labels(
                labels, release, (text, rule) -> errors.add(FieldError.invalid("metadata.labels", text, rule)));
        Map<String, String> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        sorted.putAll(annotations);
        long size = 0;
        for (Map.Entry<String, String> entry : sorted.entrySet()) {
            String key = entry.getKey();
            NameRules.annotationKey(key, release)
                    .forEach(rule -> errors.add(FieldError.invalid(ANNOTATIONS, key, rule)));
            size += NameRules.length(key) + (long) NameRules.length(entry.getValue());
        }
        if (size > MAX_ANNOTATION_BYTES) {
            errors.add(FieldError.tooLong(ANNOTATIONS, NameRules.tooLong(MAX_ANNOTATION_BYTES, release)));
        }
        return List.copyOf(errors);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectMeta that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The namespace and the name. */
    @Override
    public String toString() {
        return Visible.text(namespace.isEmpty() ? name : namespace + "/" + name);
    }

    /** Collects the fields of an {@link ObjectMeta}. */
    public static final class Builder {
        private String name = "";
        private String generateName = "";
        private String namespace = "";
        private String uid = "";
        private String resourceVersion = "";
        private @Nullable Instant creationTimestamp;
        private @Nullable Instant deletionTimestamp;
        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private Map<String, @Nullable Object> others = Map.of();

        private Builder() {}

        private static Map<String, String> copy(Map<String, String> map) {
            return Collections.unmodifiableMap(new LinkedHashMap<>(map));
        }

        /**
         * {@return this builder, with the name}
         *
         * @param name the name
         */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * {@return this builder, with the prefix of a name that the server generates}
         *
         * @param prefix the prefix
         */
        public Builder generateName(String prefix) {
            this.generateName = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /**
         * {@return this builder, with the namespace}
         *
         * @param namespace the namespace
         */
        public Builder namespace(String namespace) {
            this.namespace = Objects.requireNonNull(namespace, "namespace");
            return this;
        }

        /**
         * {@return this builder, with the uid}
         *
         * @param uid the uid
         */
        public Builder uid(String uid) {
            this.uid = Objects.requireNonNull(uid, "uid");
            return this;
        }

        /**
         * {@return this builder, with the resourceVersion}
         *
         * @param version the version; empty for none
         */
        public Builder resourceVersion(String version) {
            this.resourceVersion = Objects.requireNonNull(version, "version");
            return this;
        }

        /**
         * {@return this builder, with the time of creation}
         *
         * @param time the time, which is cut off to whole seconds
         */
        public Builder creationTimestamp(Instant time) {
            this.creationTimestamp = time.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /**
         * {@return this builder, with the time at which deletion was asked for}
         *
         * @param time the time, which is cut off to whole seconds
         */
        public Builder deletionTimestamp(Instant time) {
            this.deletionTimestamp = time.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /**
         * {@return this builder, with labels that replace the present ones}
         *
         * @param labels values by key
         */
        public Builder labels(Map<String, String> labels) {
            this.labels = copy(labels);
            return this;
        }

        /**
         * {@return this builder, with annotations that replace the present ones}
         *
         * @param annotations values by key
         */
        public Builder annotations(Map<String, String> annotations) {
            this.annotations = copy(annotations);
            return this;
        }

        /**
         * {@return this builder, with other fields that this type has no accessor for, such as {@code ownerReferences},
         * in place of the present ones} Null and what is empty are left out: to Kubernetes they are absent.
         *
         * @param fields JDK values by key, in the order to write them
         */
        public Builder otherFields(Map<String, ? extends @Nullable Object> fields) {
            this.others = ManifestReader.otherFields(fields);
            return this;
        }

        /** {@return the metadata} */
        public ObjectMeta build() {
            return new ObjectMeta(this);
        }
    }
}
