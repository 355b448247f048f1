package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How an id and the attribute that carries its caption fit each other. */
final class Captions {
    /** What every {@code *_id} means by 99: what the vendor says is in the caption. */
    static final int OTHER = 99;

    private static final String CAPTION_OF_OTHER = "Other";

    private Captions() {}

    /** The caption of 99: the vendor's own word, which is never blank, and never what the schema itself calls 99. */
    static String ofOther(String vendorWord) {
        if (vendorWord.equals(CAPTION_OF_OTHER)) {
            return "other";
        }
        return vendorWord.isBlank() ? "unrecognised" : vendorWord;
    }

    /**
     * What is wrong with the caption of an attribute, if the schema gives it one.
     *
     * @param object the object both stand in
     * @param attributes the schema's attributes of that object
     */
    static Optional<String> problem(JsonNode object, String name, JsonNode attributes) {
        JsonNode captions = attributes.path(name).path("enum");
        String sibling = attributes.path(name).path("sibling").asText();
        if (captions.isMissingNode() || sibling.isEmpty()) {
            return Optional.empty();
        }
        JsonNode id = object.path(name);
        JsonNode caption = object.path(sibling);
        if (id.isArray()) {
            return problemOfArrays(id, caption, captions);
        }
        return fits(id, caption, captions) ? Optional.empty() : Optional.of("its caption in " + sibling + " is wrong");
    }

    private static Optional<String> problemOfArrays(JsonNode ids, JsonNode names, JsonNode captions) {
        if (ids.size() != names.size()) {
            return Optional.of("has not one caption for each value");
        }
        for (int i = 0; i < ids.size(); i++) {
            if (!fits(ids.get(i), names.get(i), captions)) {
                return Optional.of("caption " + i + " is wrong");
            }
        }
        return Optional.empty();
    }

    /**
     * For {@code Other} the caption is the vendor's own word, and {@code Other} itself is the sign of a mapping that gave
     * up; {@code type_name} only ends in it and is the schema's.
     */
    private static boolean fits(JsonNode id, JsonNode caption, JsonNode captions) {
        String expected = captions.path(id.asText()).asText();
        return expected.equals(CAPTION_OF_OTHER)
                ? !caption.asText().isBlank() && !caption.asText().equals(CAPTION_OF_OTHER)
                : expected.equals(caption.asText());
    }
}
