package io.siembridge.app.destination.http;

import io.siembridge.app.destination.EncodedEvent;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** How events stand in the body of a request. Without events it is what the receiver takes for none. */
enum BodyMode {
    ARRAY("application/json", "[", ",", "]"),
    NDJSON("application/x-ndjson", "", "\n", "\n"),
    SINGLE("application/json", "", "", "");

    private final String contentType;
    private final String start;
    private final String separator;
    private final String end;

    BodyMode(String contentType, String start, String separator, String end) {
        this.contentType = contentType;
        this.start = start;
        this.separator = separator;
        this.end = end;
    }

    String contentType() {
        return contentType;
    }

    byte[] join(List<EncodedEvent> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write(body, start);
        for (int i = 0; i < events.size(); i++) {
            write(body, i == 0 ? "" : separator);
            body.writeBytes(events.get(i).bytes());
        }
        write(body, this == NDJSON && events.isEmpty() ? "" : end);
        return body.toByteArray();
    }

    private static void write(ByteArrayOutputStream body, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            body.write(ascii.charAt(i));
        }
    }
}
