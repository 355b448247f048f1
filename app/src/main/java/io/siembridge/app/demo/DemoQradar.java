package io.siembridge.app.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A syslog receiver that reads LEEF 2.0 as QRadar does. */
final class DemoQradar implements DemoPeer {
    private static final String LEEF = "LEEF:2.0|";
    private static final int HEADER_FIELDS = 6;

    private final SyslogReceiver receiver;
    private final Set<String> arrived = new HashSet<>();

    DemoQradar() throws IOException {
        receiver = SyslogReceiver.open();
    }

    @Override
    public String name() {
        return "qradar";
    }

    @Override
    public String configuration() {
        return "{type: qradar, address: \"tcp://127.0.0.1:" + receiver.port() + "\", confirm_after: 200ms}";
    }

    @Override
    public boolean hasArrived(ExpectedEvent event) {
        List<String> messages = new ArrayList<>();
        receiver.received().drainTo(messages);
        for (String message : messages) {
            Map<String, String> attributes = attributes(message);
            arrived.add(attributes.get("ocsfUid") + " " + attributes.get("ocsfClassUid") + " " + attributes.get("sev"));
        }
        return arrived.contains(event.uid() + " " + event.classUid() + " " + leefSeverity(event.severityId()));
    }

    private static Map<String, String> attributes(String message) {
        Map<String, String> attributes = new HashMap<>();
        int start = message.indexOf(LEEF);
        String[] fields = start < 0 ? new String[0] : message.substring(start).split("\\|", HEADER_FIELDS + 1);
        if (fields.length > HEADER_FIELDS) {
            String delimiter = fields[HEADER_FIELDS - 1];
            for (String pair : fields[HEADER_FIELDS].split(Pattern.quote(delimiter), -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    attributes.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
        }
        return attributes;
    }

    /** LEEF's 1 to 10 for OCSF's severity. */
    private static int leefSeverity(int severityId) {
        return switch (severityId) {
            case 2 -> 3;
            case 3 -> 5;
            case 4 -> 8;
            case 5, 6 -> 10;
            default -> 1;
        };
    }

    @Override
    public void close() {
        receiver.close();
    }
}
