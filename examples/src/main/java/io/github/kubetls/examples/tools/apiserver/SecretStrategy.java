package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.Secret;
import java.util.Set;

/** Secrets, as the library reads them: {@code stringData} becomes {@code data}, and the type never changes. */
final class SecretStrategy implements Strategy {

    /** What Kubernetes reads, and refuses with 422. */
    private static final Set<String> INVALID_CONTENT = Set.of("DATA_KEY_INVALID", "DATA_EXCESSIVE");

    @Override
    public ObjectNode read(String text) {
        try {
            return Json.of(Secret.parse(text));
        } catch (InvalidFormatException e) {
            if (INVALID_CONTENT.contains(e.code())) {
                throw ApiFailure.invalid(
                        ApiResource.SECRETS,
                        "",
                        new FieldError(Location.of("data"), FieldError.Type.INVALID, e.rule()));
            }
            throw e;
        }
    }

    @Override
    public ObjectNode create(UserInfo user, ObjectNode proposed) {
        if (Json.text(proposed, "type").isEmpty()) {
            proposed.put("type", "Opaque");
        }
        Names.requireSubdomain(ApiResource.SECRETS, proposed);
        return proposed;
    }

    @Override
    public ObjectNode update(UserInfo user, String subresource, ObjectNode stored, ObjectNode proposed) {
        String type = Json.text(stored, "type");
        if (Json.text(proposed, "type").isEmpty()) {
            proposed.put("type", type);
        }
        String name = Metadata.of(stored).name();
        if (!Json.text(proposed, "type").equals(type)) {
            throw ApiFailure.invalid(
                    ApiResource.SECRETS,
                    name,
                    FieldError.invalid("type", Json.text(proposed, "type"), "field is immutable"));
        }
        PlainStrategy.requireMutable(ApiResource.SECRETS, stored, proposed);
        return proposed;
    }
}
