package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.UserInfo;

/** Users as JSON, in reviews and in the audit log. */
final class Users {

    private Users() {}

    static ObjectNode toJson(UserInfo user) {
        ObjectNode node = Json.object().put("username", user.name());
        if (!user.uid().isEmpty()) {
            node.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            ArrayNode groups = node.putArray("groups");
            user.groups().forEach(groups::add);
        }
        if (!user.extra().isEmpty()) {
            node.set("extra", Json.object(user.extra()));
        }
        return node;
    }
}
