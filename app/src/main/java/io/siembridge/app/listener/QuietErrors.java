package io.siembridge.app.listener;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty itself refuses (bad requests, oversized headers) is answered like everything else: a problem document
 * (RFC 9457), without an echo of the request and without HTML.
 */
public final class QuietErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String problem = "{\"type\":\"about:blank\",\"title\":\"Refused\",\"status\":" + response.getStatus()
                + ",\"detail\":\"The request cannot be processed.\"}";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.write(true, ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
