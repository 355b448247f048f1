package io.siembridge.app.operator;

/** A request that cannot be done, as a problem document (RFC 9457) tells it: the detail says what to do about it. */
final class ProblemException extends RuntimeException {
    private final int status;
    private final String title;

    private ProblemException(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    static ProblemException badRequest(String detail) {
        return new ProblemException(400, "Bad Request", detail);
    }

    static ProblemException forbidden(String detail) {
        return new ProblemException(403, "Forbidden", detail);
    }

    static ProblemException notFound(String detail) {
        return new ProblemException(404, "Not Found", detail);
    }

    static ProblemException notAllowed(String detail) {
        return new ProblemException(405, "Method Not Allowed", detail);
    }

    static ProblemException conflict(String detail) {
        return new ProblemException(409, "Conflict", detail);
    }

    static ProblemException unprocessable(String detail) {
        return new ProblemException(422, "Unprocessable Content", detail);
    }

    static ProblemException tooMany(String detail) {
        return new ProblemException(429, "Too Many Requests", detail);
    }

    static ProblemException failed(String detail) {
        return new ProblemException(500, "Internal Server Error", detail);
    }

    static ProblemException unavailable(String detail) {
        return new ProblemException(503, "Service Unavailable", detail);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
