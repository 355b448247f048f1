package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** How the operator side answers programs. */
final class Answers {
    private Answers() {}

    static void json(Context context, JsonNode body) {
        json(context, 200, body);
    }

    static void json(Context context, int status, JsonNode body) {
        context.status(status)
                .contentType("application/json")
                .result(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A problem document (RFC 9457). */
    static void problem(Context context, int status, String title, String detail) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        context.status(status)
                .contentType("application/problem+json")
                .result(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void problem(Context context, ProblemException problem) {
        if (problem.status() == 429 || problem.status() == 503) {
            context.header("Retry-After", "5");
        }
        problem(context, problem.status(), problem.title(), problem.detail());
    }
}
