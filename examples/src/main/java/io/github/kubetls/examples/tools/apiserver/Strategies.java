package io.github.kubetls.examples.tools.apiserver;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The strategy of each resource. */
final class Strategies {

    private final Map<ApiResource, Strategy> strategies = new EnumMap<>(ApiResource.class);

    Strategies(AccessControl access, Clock clock) {
        for (ApiResource resource : ApiResource.values()) {
            strategies.put(resource, strategy(resource, access, clock));
        }
    }

    private static Strategy strategy(ApiResource resource, AccessControl access, Clock clock) {
        return switch (resource) {
            case CERTIFICATE_SIGNING_REQUESTS -> new RequestStrategy(access, ServerVersion.RELEASE, clock);
            case POD_CERTIFICATE_REQUESTS -> new PodRequestStrategy(access, clock);
            case SECRETS -> new SecretStrategy();
            case CLUSTER_ROLES, CLUSTER_ROLE_BINDINGS, ROLES, ROLE_BINDINGS -> new RbacStrategy(resource, access::rbac);
            default -> new PlainStrategy(resource);
        };
    }

    Strategy of(ApiResource resource) {
        return Objects.requireNonNull(strategies.get(resource));
    }
}
