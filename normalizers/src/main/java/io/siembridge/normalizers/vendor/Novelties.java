package io.siembridge.normalizers.vendor;

import io.siembridge.normalizers.ocsf.Text;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what one webhook has that its vendor's mapping does not know: names, never values, each once, and enough of
 * them to notice but too few to flood.
 */
public final class Novelties {
    private static final int LIMIT = 20;

    private final Set<Novelty> found = new LinkedHashSet<>();

    /** Notes the name of an event type, or of whatever else decides how an item is mapped. */
    public void eventType(String name) {
        add(Novelty.Kind.EVENT_TYPE, name);
    }

    /** Notes every member of a payload that is not a known one. */
    public void fields(Payload payload, KnownFields known) {
        known.unknownIn(payload.json(), LIMIT).forEach(path -> add(Novelty.Kind.FIELD, path));
    }

    List<Novelty> list() {
        return List.copyOf(found);
    }

    private void add(Novelty.Kind kind, String name) {
        if (found.size() < LIMIT) {
            found.add(new Novelty(kind, Text.oneLine(name)));
        }
    }
}
