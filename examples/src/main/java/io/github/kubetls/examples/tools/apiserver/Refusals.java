package io.github.kubetls.examples.tools.apiserver;

import io.github.kubetls.access.UserInfo;

/** What a user is told who may not do something, in the API server's words. */
final class Refusals {

    private Refusals() {}

    static ApiFailure forbidden(UserInfo user, RequestInfo info, String reason) {
        String why = "User " + Json.quote(user.name()) + " cannot " + info.verb() + " ";
        String because = reason.isEmpty() ? "" : ": " + reason;
        if (info.target().isEmpty()) {
            return ApiFailure.forbidden(why + "path " + Json.quote(info.path()) + because);
        }
        Target target = info.target().get();
        String subresource = target.subresource().isEmpty() ? "" : "/" + target.subresource();
        String where = target.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace " + Json.quote(target.namespace());
        why += "resource " + Json.quote(target.resource() + subresource) + " in API group " + Json.quote(target.group())
                + where + because;
        return ApiFailure.forbidden(target, why);
    }
}
