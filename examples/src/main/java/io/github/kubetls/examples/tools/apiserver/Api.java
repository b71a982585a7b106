package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.UserInfo;
import java.io.PrintWriter;
import java.util.List;

/** The API without the network: authorizes a request of a known user, answers it, and has it in the audit log. */
final class Api {

    private final Store store;
    private final Registry registry;
    private final AccessControl access;
    private final AuditLog audit;
    private final PrintWriter problems;

    Api(Store store, Registry registry, AccessControl access, AuditLog audit, PrintWriter problems) {
        this.store = store;
        this.registry = registry;
        this.access = access;
        this.audit = audit;
        this.problems = problems;
    }

    /**
     * Answers a request.
     *
     * @param user    who makes it
     * @param request the request
     * @return the answer, whatever goes wrong
     */
    Answer answer(UserInfo user, ApiRequest request) {
        RequestInfo info;
        try {
            info = RequestInfo.of(request.method(), request.rawPath(), request.query());
        } catch (ApiFailure failure) {
            return failure.answer();
        }
        AccessDecision decision = access.authorize(user, info.attributes());
        Answer answer = guarded(user, request, info, decision);
        AuditLog.Entry entry = audit.entry(user, request, info, decision);
        if (answer instanceof Answer.Stream stream) {
            return new Answer.Stream(stream.events(), () -> entry.complete(answer));
        }
        entry.complete(answer);
        return answer;
    }

    private Answer guarded(UserInfo user, ApiRequest request, RequestInfo info, AccessDecision decision) {
        try {
            if (!decision.isAllowed()) {
                throw Refusals.forbidden(user, info, decision.reason());
            }
            return info.target().isPresent()
                    ? resource(user, request, info, info.target().get())
                    : path(info);
        } catch (ApiFailure failure) {
            return failure.answer();
        } catch (RuntimeException e) {
            problems.println(request.method() + " " + info.path() + ": " + e);
            return ApiFailure.internal("see the server's messages").answer();
        }
    }

    private Answer resource(UserInfo user, ApiRequest request, RequestInfo info, Target target) {
        var review = Review.find(target.group(), target.resource());
        if (review.isEmpty()) {
            return new ResourceEndpoint(store, registry, user, request, target).answer(info.verb());
        }
        if (!info.verb().equals("create") || !target.name().isEmpty()) {
            throw ApiFailure.methodNotAllowed();
        }
        MediaTypes.requireReadable(request.contentType());
        return Answer.of(201, review.get().answer(user, request.body(), access));
    }

    private static Answer path(RequestInfo info) {
        if (!info.verb().equals("get") && !info.verb().equals("head")) {
            throw ApiFailure.methodNotAllowed();
        }
        List<String> path = Query.segments(info.path());
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        return switch (info.path()) {
            case "/healthz", "/livez", "/readyz" -> new Answer.Text("ok");
            case "/version" -> Answer.of(200, ServerVersion.document());
            case "/api" -> Answer.of(200, Discovery.versions());
            case "/api/v1" -> Answer.of(200, Discovery.resources(""));
            case "/apis" -> Answer.of(200, Discovery.groupList());
            case "/openapi/v3" -> Answer.of(200, OpenApi.root());
            case "/openapi/v3/api/v1" -> Answer.of(200, OpenApi.document(""));
            default -> Answer.of(200, ofGroup(path, last));
        };
    }

    /** {@code /apis/GROUP}, {@code /apis/GROUP/v1} and {@code /openapi/v3/apis/GROUP/v1} */
    private static ObjectNode ofGroup(List<String> path, String last) {
        boolean openApi = path.size() == 5 && path.subList(0, 3).equals(List.of("openapi", "v3", "apis"));
        List<String> rest = openApi ? path.subList(2, 5) : path;
        boolean known = rest.size() > 1
                && rest.size() < 4
                && rest.get(0).equals("apis")
                && Discovery.groups().contains(rest.get(1));
        if (!known || rest.size() == 3 && !last.equals(ApiResource.VERSION)) {
            throw ApiFailure.noSuchPath();
        }
        String group = rest.get(1);
        if (openApi) {
            return OpenApi.document(group);
        }
        return rest.size() == 2 ? Discovery.group(group) : Discovery.resources(group);
    }
}
