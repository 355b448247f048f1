package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of the routes that are registered: made from the same table, so it cannot say anything else. */
final class OpenApiDocument {
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([a-z]+)}");

    private OpenApiDocument() {}

    static ObjectNode of(List<Route> routes, String version) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "SIEM Bridge operator API")
                .put("version", version)
                .put("description", "What arrived, what became of it, and how to send it again.");
        document.putObject("components")
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer");
        document.putArray("security").addObject().putArray("token");
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            ObjectNode path = paths.withObjectProperty(route.path());
            path.set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        return document;
    }

    private static ObjectNode operation(Route route) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.put("summary", route.summary());
        operation.put("operationId", operationId(route));
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        Matcher inPath = PATH_PARAMETER.matcher(route.path());
        while (inPath.find()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", inPath.group(1)).put("in", "path").put("required", true);
            parameter.set("schema", Shape.type("string"));
        }
        for (Route.Parameter each : route.parameters()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", each.name()).put("in", "query").put("description", each.description());
            parameter.set("schema", each.shape());
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        route.body()
                .ifPresent(shape -> operation
                        .putObject("requestBody")
                        .put("required", true)
                        .putObject("content")
                        .putObject("application/json")
                        .set("schema", shape));
        operation.set("responses", responses(route));
        if (Access.isOpen(route.path())) {
            operation.putArray("security");
        }
        return operation;
    }

    private static ObjectNode responses(Route route) {
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        ObjectNode content =
                responses.putObject("200").put("description", "Done.").putObject("content");
        ObjectNode good = content.putObject(route.contentType());
        route.answer().ifPresent(shape -> good.set("schema", shape));
        ObjectNode problem =
                responses.putObject("default").put("description", "What was wrong, and what to do about it.");
        problem.putObject("content")
                .putObject("application/problem+json")
                .set(
                        "schema",
                        Shape.object(
                                Shape.text("title", "The status in words."),
                                Shape.number("status", "HTTP status."),
                                Shape.text("detail", "What was wrong.")));
        return responses;
    }

    /** {@code getWebhooksByWebhook} for {@code GET /api/v1/webhooks/{webhook}}. */
    private static String operationId(Route route) {
        StringBuilder id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
        boolean startsWord = true;
        for (char c : route.path().replace("/api/v1", "").replace("{", "by-").toCharArray()) {
            boolean letter = Character.isLetter(c);
            if (letter) {
                id.append(startsWord ? Character.toUpperCase(c) : c);
            }
            startsWord = !letter;
        }
        return id.toString();
    }
}
