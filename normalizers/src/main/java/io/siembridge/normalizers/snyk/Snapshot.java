package io.siembridge.normalizers.snyk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.Pruning;
import io.siembridge.normalizers.vendor.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a {@code project_snapshot}: what changed since the test before. It is taken apart into items of one issue
 * each; such an item is a snapshot of its own, with the project and the organisation and without the other issues.
 */
final class Snapshot {
    static final String NEW_ISSUES = "newIssues";
    static final String REMOVED_ISSUES = "removedIssues";

    private final Item item;

    Snapshot(Item item) {
        this.item = item;
    }

    /** Whether this is surely a snapshot in which nothing changed, rather than one whose issues we fail to see. */
    boolean isQuiet(EventName name) {
        JsonNode body = item.json();
        boolean hasLists = body.has(NEW_ISSUES) || body.has(REMOVED_ISSUES);
        return body.path("project").isObject()
                && (hasLists || !name.isOfOtherVersion())
                && isNoList(body.path(NEW_ISSUES))
                && isNoList(body.path(REMOVED_ISSUES));
    }

    /**
     * The issues in the order their events are to be delivered: removed ones first, because an issue is listed as
     * removed and as new when the version of its package moves within the vulnerable range, and must end open.
     */
    List<Issue> issues() {
        List<Issue> issues = new ArrayList<>();
        addIssues(REMOVED_ISSUES, issues);
        addIssues(NEW_ISSUES, issues);
        return issues;
    }

    private void addIssues(String list, List<Issue> issues) {
        int index = 0;
        for (JsonNode element : elements(list)) {
            if (!element.isNull()) {
                ObjectNode alone = shared();
                alone.putArray(list).add(element);
                issues.add(new Issue(item.part(list + "[" + index + "]", alone), list));
            }
            index++;
        }
    }

    /** The elements of a list; none if it is missing or no list at all. */
    private Iterable<JsonNode> elements(String list) {
        JsonNode elements = item.json().path(list);
        return elements.isArray() ? elements : List.of();
    }

    /** All of the body but its two lists: members we do not know yet belong to every issue. */
    private ObjectNode shared() {
        ObjectNode shared = ((ObjectNode) item.json()).objectNode();
        item.json().properties().forEach(member -> {
            boolean issues =
                    member.getKey().equals(NEW_ISSUES) || member.getKey().equals(REMOVED_ISSUES);
            if (!issues || !member.getValue().isArray()) {
                shared.set(member.getKey(), member.getValue());
            }
        });
        return shared;
    }

    /** Empty, absent, or the text that relays written in Python make of null. */
    private static boolean isNoList(JsonNode list) {
        boolean isNoText = list.isTextual()
                && (list.textValue().isBlank() || list.textValue().equals("None"));
        return isNoText || Pruning.withoutEmpties(list).isMissingNode();
    }
}
