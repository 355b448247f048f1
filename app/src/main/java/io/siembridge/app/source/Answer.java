package io.siembridge.app.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a sender is told: a status and a JSON body that says no more than it needs. Refusals are problem documents
 * (RFC 9457).
 */
record Answer(int status, String contentType, String body, Optional<Duration> retryAfter) {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    static Answer accepted(String webhook) {
        return new Answer(200, JSON, "{\"status\":\"accepted\",\"webhook\":\"" + webhook + "\"}", Optional.empty());
    }

    static Answer duplicate(String firstWebhook) {
        return new Answer(
                200, JSON, "{\"status\":\"duplicate\",\"webhook\":\"" + firstWebhook + "\"}", Optional.empty());
    }

    /** Titles and details are our own constant words: nothing a sender wrote is ever echoed. */
    static Answer problem(int status, String title, String detail) {
        String body = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
        return new Answer(status, PROBLEM, body, Optional.empty());
    }

    /** One body for every reason: the log knows which it was. */
    static Answer notAuthentic() {
        return problem(401, "Unauthorized", "The webhook could not be verified.");
    }

    static Answer noSuchSource() {
        return problem(404, "Not Found", "There is no such source.");
    }

    static Answer nothingHere() {
        return problem(404, "Not Found", "There is nothing here.");
    }

    static Answer tooLarge() {
        return problem(413, "Content Too Large", "The body is larger than this bridge takes.");
    }

    static Answer noRoom() {
        return comeAgain(
                503,
                "Service Unavailable",
                "Too many webhooks are being received at this moment.",
                Duration.ofSeconds(2));
    }

    static Answer comeAgain(int status, String title, String detail, Duration wait) {
        Answer problem = problem(status, title, detail);
        return new Answer(problem.status, problem.contentType, problem.body, Optional.of(wait));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** {@code Retry-After} in whole seconds, at least one. */
    Optional<String> retryAfterHeader() {
        return retryAfter.map(wait -> Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000)));
    }
}
