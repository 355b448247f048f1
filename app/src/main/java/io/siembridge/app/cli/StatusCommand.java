package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** How a running bridge is doing. */
@Command(
        name = "status",
        description = "Sources, destinations, backlog, rates, oldest waiting, last error.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends OperatorCommand {
    @Override
    JsonNode ask() throws Exception {
        return client().get("/api/v1/status");
    }

    @Override
    void print(JsonNode status, PrintWriter out) throws UsageException {
        JsonNode spool = status.path("spool");
        out.printf(
                "siem-bridge %s at %s: %s%n",
                status.path("version").asText(),
                url(),
                status.path("ready").asBoolean()
                        ? "taking webhooks"
                        : "NOT taking webhooks: " + status.path("not_taking").asText());
        out.printf(
                "spool %s, %s free on its disk%n%n",
                Wording.bytes(spool.path("bytes").asLong()),
                Wording.bytes(spool.path("free_bytes").asLong()));
        Instant now = Instant.now();
        sources(status.path("sources"), now).print(out);
        out.println();
        destinations(status.path("destinations"), now).print(out);
        List<String> notes = notes(status);
        if (!notes.isEmpty()) {
            out.println();
            notes.forEach(out::println);
        }
    }

    /** What somebody should look at, and where. */
    private static List<String> notes(JsonNode status) {
        List<String> notes = new ArrayList<>();
        long dead = 0;
        for (JsonNode each : status.path("destinations")) {
            dead += each.path("dead").asLong();
            String state = each.path("state").asText();
            if (!state.equals("up")) {
                notes.add(Wording.visible(Wording.trouble(
                        each.path("destination").asText(),
                        state,
                        each.path("reason").asText())));
            }
        }
        if (dead > 0) {
            notes.add("dead letters: " + dead + ", see siem-bridge dead-letters");
        }
        for (JsonNode each : status.path("sources")) {
            long notTaken = notTaken(each.path("last_day"));
            if (notTaken > 0) {
                String source = each.path("source").asText();
                notes.add("refused from " + source + ": " + notTaken + " in a day, see siem-bridge webhooks refused "
                        + source);
            }
        }
        status.path("warnings").forEach(warning -> notes.add("note: " + Wording.visible(warning.asText())));
        return notes;
    }

    private static Table sources(JsonNode sources, Instant now) {
        Table table = new Table("SOURCE", "VENDOR", "LAST WEBHOOK", "DAY: ACCEPTED", "DUPLICATE", "REFUSED");
        for (JsonNode each : sources) {
            JsonNode day = each.path("last_day");
            table.row(
                    each.path("source").asText(),
                    each.path("vendor").asText(),
                    age(each.path("last_webhook"), now),
                    day.path("accepted").asText("0"),
                    day.path("duplicate").asText("0"),
                    Long.toString(notTaken(day)));
        }
        return table;
    }

    /** Whatever the reason. */
    private static long notTaken(JsonNode day) {
        return day.path("rejected").asLong() + day.path("refused").asLong();
    }

    private static Table destinations(JsonNode destinations, Instant now) {
        Table table = new Table("DESTINATION", "TYPE", "STATE", "WAITING", "OLDEST", "DEAD", "PER MIN", "LAST OK");
        for (JsonNode each : destinations) {
            table.row(
                    each.path("destination").asText(),
                    each.path("type").asText(),
                    each.path("state").asText(),
                    each.path("waiting").asText(),
                    age(each.path("oldest_waiting"), now).replace(" ago", ""),
                    each.path("dead").asText(),
                    each.path("per_minute").asText("-"),
                    age(each.path("last_success"), now));
        }
        return table;
    }

    private static String age(JsonNode time, Instant now) {
        return time.isMissingNode() ? "-" : Wording.age(Instant.parse(time.asText()), now);
    }
}
