package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One operation of the API. The table of these is what is registered and what the OpenAPI document is made from.
 *
 * @param parameters query parameters; others are refused
 * @param body shape of the request's body, if it has one
 * @param contentType of a good answer
 * @param answer shape of a good answer, where it is JSON
 */
record Route(
        HandlerType method,
        String path,
        String summary,
        List<Parameter> parameters,
        Optional<ObjectNode> body,
        String contentType,
        Optional<ObjectNode> answer,
        Handler handler) {
    Route {
        parameters = List.copyOf(parameters);
    }

    /** A query parameter. */
    record Parameter(String name, String description, ObjectNode shape) {}

    static Route get(String path, String summary, Handler handler) {
        return new Route(
                HandlerType.GET,
                path,
                summary,
                List.of(),
                Optional.empty(),
                "application/json",
                Optional.empty(),
                handler);
    }

    static Route post(String path, String summary, Handler handler) {
        return new Route(
                HandlerType.POST,
                path,
                summary,
                List.of(),
                Optional.empty(),
                "application/json",
                Optional.empty(),
                handler);
    }

    /** Whether a path is one of this route, whatever the method. */
    boolean isAt(String actual) {
        List<String> parts = List.of(path.split("/", -1));
        List<String> given = List.of(actual.split("/", -1));
        return parts.size() == given.size()
                && IntStream.range(0, parts.size())
                        .allMatch(i ->
                                parts.get(i).startsWith("{") || parts.get(i).equals(given.get(i)));
    }

    Route taking(String name, String description) {
        return taking(name, description, Shape.type("string"));
    }

    Route taking(String name, String description, ObjectNode shape) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, description, shape));
        return new Route(method, path, summary, more, body, contentType, answer, handler);
    }

    /** With the parameters of a list that comes in parts. */
    Route paged() {
        ObjectNode limit = Shape.type("integer")
                .put("minimum", 1)
                .put("maximum", RequestValues.MAX_LIMIT)
                .put("default", RequestValues.DEFAULT_LIMIT);
        return taking("cursor", "The next of the part before; absent for the first part.")
                .taking("limit", "The most elements of a part.", limit);
    }

    Route withBody(ObjectNode shape) {
        return new Route(method, path, summary, parameters, Optional.of(shape), contentType, answer, handler);
    }

    Route answering(ObjectNode shape) {
        return new Route(method, path, summary, parameters, body, contentType, Optional.of(shape), handler);
    }

    Route answeringAs(String type) {
        return new Route(method, path, summary, parameters, body, type, answer, handler);
    }
}
