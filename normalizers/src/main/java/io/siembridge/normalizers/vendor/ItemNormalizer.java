package io.siembridge.normalizers.vendor;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.List;

/** Turns one item of a body into OCSF events: all that a vendor's folder has to do. */
public interface ItemNormalizer {
    /**
     * The events of the item in the order they are to be delivered, one of an unknown kind if need be.
     *
     * @param novelties where names the mapping does not know are noted
     */
    List<OcsfEvent> normalize(Item item, EventFactory factory, Novelties novelties);
}
