package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The two fields of a {@link PemSource}, such as {@code client-key} and {@code client-key-data}, as they are written. */
final class PemFields {

    static final PemFields NONE = new PemFields("", null);

    final String path;

    /** Null when the field is absent, which for {@code kubectl config view} differs from empty. */
    final byte @Nullable [] data;

    PemFields(String path, byte @Nullable [] data) {
        this.path = path;
        this.data = data;
    }

    static PemFields of(PemSource source) {
        return new PemFields(source.path().orElse(""), source.data().orElse(null));
    }

    static PemFields read(YamlNode body, String field) {
        String path = body.get(field).string();
        YamlNode data = body.get(field + "-data");
        return new PemFields(path, data.isNull() ? null : data.bytes());
    }

    boolean hasData() {
        return data != null && data.length > 0;
    }

    Optional<PemSource> source() {
        return PemSource.of(path, data == null ? new byte[0] : data);
    }

    PemFields mapPath(UnaryOperator<String> change) {
        return new PemFields(change.apply(path), data);
    }

    void put(Map<String, @Nullable Object> map, String field) {
        Fields.put(map, field, path);
        if (data != null && data.length > 0) {
            map.put(field + "-data", Base64Text.encode(data));
        }
    }
}
