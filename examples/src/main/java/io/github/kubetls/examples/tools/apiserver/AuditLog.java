package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.examples.tools.cli.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** A file with an {@code audit.k8s.io/v1} event for each completed request on CertificateSigningRequests, bodies included. */
final class AuditLog {

    /** One request that is not completed yet. */
    final class Entry {
        private final UserInfo user;
        private final ApiRequest request;
        private final RequestInfo info;
        private final AccessDecision decision;

        private Entry(UserInfo user, ApiRequest request, RequestInfo info, AccessDecision decision) {
            this.user = user;
            this.request = request;
            this.info = info;
            this.decision = decision;
        }

        /** Writes the event. */
        void complete(Answer answer) {
            boolean concerned = info.target()
                    .filter(target -> target.resource().equals(ApiResource.CERTIFICATE_SIGNING_REQUESTS.plural()))
                    .isPresent();
            if (concerned && file.isPresent()) {
                append(file.get(), event(answer));
            }
        }

        private ObjectNode event(Answer answer) {
            ObjectNode event = Json.object()
                    .put("kind", "Event")
                    .put("apiVersion", "audit.k8s.io/v1")
                    .put("level", "RequestResponse")
                    .put("auditID", UUID.randomUUID().toString())
                    .put("stage", "ResponseComplete")
                    .put("requestURI", request.uri())
                    .put("verb", info.verb());
            event.set("user", Users.toJson(user));
            event.putArray("sourceIPs").add(request.client().address());
            event.put("userAgent", request.client().userAgent());
            JsonNode sent = tree(request.body());
            JsonNode answered = answer instanceof Answer.Document document ? document.body() : Json.object();
            event.set("objectRef", objectRef(sent, answered));
            event.set("responseStatus", responseStatus(answer, answered));
            setIfPresent(event, "requestObject", sent);
            setIfPresent(event, "responseObject", answered);
            event.put("requestReceivedTimestamp", time(request.received()));
            event.put("stageTimestamp", time(Instant.now()));
            event.putObject("annotations")
                    .put("authorization.k8s.io/decision", decision.isAllowed() ? "allow" : "forbid")
                    .put("authorization.k8s.io/reason", decision.reason());
            return event;
        }

        private ObjectNode objectRef(JsonNode sent, JsonNode answered) {
            Target target = info.target().orElseThrow();
            ObjectNode reference = Json.object().put("resource", target.resource());
            String name = target.name();
            if (name.isEmpty() && info.verb().equals("create")) {
                name = Json.text(answered, "metadata", "name");
            }
            putIfPresent(reference, "name", name);
            putIfPresent(reference, "uid", Json.text(sent, "metadata", "uid"));
            reference.put("apiGroup", target.group()).put("apiVersion", target.version());
            putIfPresent(reference, "resourceVersion", Json.text(sent, "metadata", "resourceVersion"));
            putIfPresent(reference, "subresource", target.subresource());
            return reference;
        }
    }

    private final Optional<Path> file;

    /**
     * Opens the log.
     *
     * @param file the file to append to, made for its owner only, where there are modes, when it is not there; empty for no log
     * @throws IOException when it cannot be made
     */
    AuditLog(Optional<Path> file) throws IOException {
        this.file = file;
        if (file.isPresent() && !Files.exists(file.get())) {
            Files.createFile(file.get(), Folders.ownerOnly(file.get()));
        }
    }

    /** Starts the event of a request. */
    Entry entry(UserInfo user, ApiRequest request, RequestInfo info, AccessDecision decision) {
        return new Entry(user, request, info, decision);
    }

    private synchronized void append(Path log, ObjectNode event) {
        try {
            Files.writeString(log, event + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the audit log", e);
        }
    }

    private static ObjectNode responseStatus(Answer answer, JsonNode answered) {
        ObjectNode status = Json.object();
        status.putObject("metadata");
        if (Json.text(answered, "kind").equals("Status")) {
            for (String field : new String[] {"status", "message", "reason", "details"}) {
                setIfPresent(status, field, answered.path(field));
            }
        }
        return status.put("code", answer.statusCode());
    }

    private static JsonNode tree(String body) {
        try {
            return body.isBlank() ? Json.object() : Json.parse(body);
        } catch (JsonProcessingException e) {
            return Json.object();
        }
    }

    private static void setIfPresent(ObjectNode node, String field, JsonNode value) {
        if (!value.isMissingNode() && !(value.isContainerNode() && value.isEmpty())) {
            node.set(field, value);
        }
    }

    private static void putIfPresent(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }
}
