package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.ResourceRole;
import io.siembridge.normalizers.vendor.Payload;
import java.util.ArrayList;
import java.util.List;

/** The datasets a check looked at, as affected resources. */
final class Datasets {
    private static final int MAX_NAMED = 3;

    private Datasets() {}

    /** Adds a resource for each dataset that can be named; the others stay unmapped. Returns their names for people. */
    static List<String> addTo(Attributes attributes, Payload datasets) {
        List<String> names = new ArrayList<>();
        for (Payload dataset : datasets.elements()) {
            Payload name = dataset.isObject() ? dataset.firstOf("name", "label") : dataset;
            Payload source = dataSource(dataset);
            if (name.text().isPresent() || dataset.text("id").isPresent()) {
                String shown = name.text().or(() -> dataset.text("id")).orElseThrow();
                names.add(source.text().map(prefix -> prefix + "." + shown).orElse(shown));
                attributes.add("resources", resource -> describe(resource, dataset, name, source));
            }
        }
        return names;
    }

    /** The datasets at the end of a sentence. */
    static String inWords(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String first = String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size())));
        int more = names.size() - MAX_NAMED;
        return " on " + first + (more > 0 ? " and " + more + " more" : "");
    }

    /** Checks name the data source by an object, contracts by a text. */
    private static Payload dataSource(Payload dataset) {
        Payload source = dataset.at("datasource");
        return source.isObject() ? source.firstOf("name", "label") : source;
    }

    private static void describe(Attributes resource, Payload dataset, Payload name, Payload source) {
        resource.text("uid", dataset.at("id"))
                .text("name", name)
                .text("type", "Dataset")
                .text("namespace", source);
        ResourceRole.AFFECTED.addTo(resource).set("owner", People.user(owner(dataset)));
        dataset.at("tags").elements().forEach(tag -> resource.addText("labels", tag));
        dataset.at("attributes").elements().forEach(attribute -> resource.add("tags", tag -> describe(tag, attribute)));
        if (dataset.isObject()) {
            resource.json("data", dataset.remainder());
            dataset.markTaken();
        }
    }

    private static Payload owner(Payload dataset) {
        List<Payload> owners = dataset.at("owners").elements();
        return dataset.at("owner").isPresent() || owners.isEmpty() ? dataset.at("owner") : owners.get(0);
    }

    /** A tag needs a name and text; an attribute of any other form stays with the dataset's further data. */
    private static void describe(Attributes tag, Payload attribute) {
        Payload name = attribute.firstOf("name", "label");
        Payload value = attribute.at("value");
        List<Payload> values = value.elements();
        boolean listOfTexts = !values.isEmpty()
                && values.stream().allMatch(each -> each.text().isPresent());
        if (name.text().isPresent() && (value.text().isPresent() || listOfTexts)) {
            tag.text("name", name).text("value", value);
            values.forEach(each -> tag.addText("values", each));
        }
    }
}
