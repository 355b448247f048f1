package io.siembridge.app.listener;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty itself refuses (bad requests, oversized headers) is answered like everything else: a problem document
 * (RFC 9457), without an echo of the request and without HTML.
 */
public final class QuietErrors extends ErrorHandler {
    private static final String SECONDS_OF_A_RESTART = "10";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String problem = "{\"type\":\"about:blank\",\"title\":\"Refused\",\"status\":" + response.getStatus()
                + ",\"detail\":\"The request cannot be processed.\"}";
        if (response.getStatus() == HttpStatus.SERVICE_UNAVAILABLE_503) {
            // The server is stopping; by then another one may listen.
            response.getHeaders().put(HttpHeader.RETRY_AFTER, SECONDS_OF_A_RESTART);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.write(true, ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
