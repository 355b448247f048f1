package io.siembridge.app.destination.syslog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.IpText;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event as formats see it that have no nesting: one value for each thing they have a field for. Raw text, unescaped. */
public final class FlatEvent {
    /** Pointer to the first package that is affected. */
    public static final String PACKAGE = "/vulnerabilities/0/affected_packages/0";

    private final OcsfEvent event;
    private final FlatPaths paths;

    public FlatEvent(OcsfEvent event) {
        this.event = event;
        this.paths = FlatPaths.of(event.eventClass());
    }

    /**
     * The kind of event: of few values, none of them from a payload's free text, because SIEMs keep tables of them.
     */
    public String eventId() {
        Optional<String> code = text("/metadata/event_code");
        return switch (event.eventClass()) {
            case HTTP_ACTIVITY -> text("/firewall_rule/category").or(() -> code).orElseGet(this::className);
            case VULNERABILITY_FINDING, COMPLIANCE_FINDING -> code.orElseGet(this::className) + lifeCycle();
            default -> code.orElseGet(this::className);
        };
    }

    /** A title for people. */
    public String name() {
        return text("/firewall_rule/name")
                .or(() -> text("/finding_info/title"))
                .or(() -> text("/type_name"))
                .orElseGet(this::className);
    }

    /** What came of it, or the state it is in. */
    public String category() {
        return first(paths.category()).or(() -> text("/activity_name")).orElseGet(this::className);
    }

    public Optional<String> sourceAddress() {
        return first(below(paths.source(), "/ip")).filter(IpText::isAddress);
    }

    public Optional<String> sourcePort() {
        return first(below(paths.source(), "/port"));
    }

    public Optional<String> sourceHost() {
        return first(below(paths.source(), "/hostname"));
    }

    public Optional<String> destinationAddress() {
        return first(paths.destinationAddress()).filter(IpText::isAddress);
    }

    public Optional<String> destinationPort() {
        return text("/dst_endpoint/port");
    }

    public Optional<String> destinationHost() {
        return first(paths.destinationHost());
    }

    /** The user it happened to, or who is responsible. */
    public Optional<String> user() {
        return first(paths.user());
    }

    /** The user who did it. */
    public Optional<String> actor() {
        return first(List.of("/actor/user/email_addr", "/actor/user/name"));
    }

    /** For a request, the host and path asked for; else the page about the finding. */
    public Optional<String> url() {
        return switch (event.eventClass()) {
            case HTTP_ACTIVITY -> address("/http_request/url");
            case DETECTION_FINDING -> first(paths.url()).or(() -> address("/evidences/0/url"));
            default -> first(paths.url());
        };
    }

    public Optional<String> resource() {
        return first(paths.resource());
    }

    public Optional<String> policy() {
        return first(paths.policy());
    }

    /** The identifiers of all CVEs. */
    public List<String> cves() {
        return each("/vulnerabilities", "/cve/uid");
    }

    /** Its weakness, where it is stated. */
    public Optional<String> cwe() {
        return first(List.of(
                "/vulnerabilities/0/cwe/uid",
                "/vulnerabilities/0/cve/related_cwes/0/uid",
                "/vulnerabilities/0/advisory/related_cwes/0/uid"));
    }

    public Optional<String> cvss() {
        return text("/vulnerabilities/0/cve/cvss/0/base_score");
    }

    /** The kinds of data concerned, such as {@code Person,Card}. */
    public Optional<String> dataTypes() {
        return joined(each("/data_security/discovery_details", "/type"));
    }

    /** The privileges given or taken. */
    public Optional<String> privileges() {
        return joined(each("/privileges", ""));
    }

    /** What marks this delivery, such as {@code test}. */
    public Optional<String> labels() {
        return joined(each("/metadata/labels", ""));
    }

    public Optional<String> remediation() {
        return first(List.of("/remediation/desc", "/vulnerabilities/0/remediation/desc"));
    }

    /** How many happenings this event stands for; empty for one. */
    public Optional<String> count() {
        return text("/count").filter(count -> !count.equals("1"));
    }

    /** The text of a scalar by JSON pointer; empty if it is absent or blank. */
    public Optional<String> text(String pointer) {
        return Attributes.scalarText(at(event.json(), pointer)).filter(text -> !text.isBlank());
    }

    /** Values joined by commas; empty if there are none. */
    public static Optional<String> joined(List<String> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }

    private Optional<String> first(List<String> pointers) {
        return pointers.stream().map(this::text).flatMap(Optional::stream).findFirst();
    }

    private static List<String> below(List<String> objects, String attribute) {
        return objects.stream().map(object -> object + attribute).toList();
    }

    private List<String> each(String array, String pointer) {
        List<String> values = new ArrayList<>();
        for (JsonNode element : at(event.json(), array)) {
            Attributes.scalarText(at(element, pointer))
                    .filter(text -> !text.isBlank())
                    .ifPresent(values::add);
        }
        return values;
    }

    /**
     * Most pointers lead nowhere in most events, which shows at the first step; compiling one as a
     * {@link com.fasterxml.jackson.core.JsonPointer} costs more than following it. None has an escape in it.
     */
    private static JsonNode at(JsonNode from, String pointer) {
        JsonNode value = from;
        int begin = 1;
        while (begin <= pointer.length() && value.isContainerNode()) {
            int slash = pointer.indexOf('/', begin);
            int end = slash < 0 ? pointer.length() : slash;
            String step = pointer.substring(begin, end);
            value = value.isArray() ? element(value, step) : value.path(step);
            begin = end + 1;
        }
        return begin > pointer.length() ? value : MissingNode.getInstance();
    }

    /** In a pointer to an element the index is one digit; of an array no other step leads anywhere. */
    private static JsonNode element(JsonNode array, String step) {
        return step.length() == 1 && Character.isDigit(step.charAt(0))
                ? array.path(step.charAt(0) - '0')
                : MissingNode.getInstance();
    }

    private Optional<String> address(String url) {
        String parts = Stream.of("/hostname", "/path")
                .map(part -> text(url + part))
                .flatMap(Optional::stream)
                .collect(Collectors.joining());
        String query = text(url + "/query_string").map(text -> "?" + text).orElse("");
        return parts.isEmpty() ? text(url + "/url_string") : Optional.of(parts + query);
    }

    private String className() {
        return event.eventClass().caption().toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    private String lifeCycle() {
        return switch (event.json().path("activity_id").asInt()) {
            case 1 -> ".new";
            case 2 -> ".updated";
            case 3 -> ".closed";
            default -> "";
        };
    }
}
