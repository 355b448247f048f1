package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One value of a vendor's payload on its way into an attribute. The attribute reads it, and says so if the value fits:
 * whatever is never taken ends up under {@code unmapped}, so nothing of a payload is lost.
 */
public interface VendorValue {
    /** The value; a missing node where the payload has none. */
    JsonNode json();

    /** Marks the value, with everything below it, as standing in the event. */
    void markTaken();
}
