package io.siembridge.normalizers.vendor;

/** Turns one webhook of a vendor into OCSF events. A pure function: same bytes and provenance, same events. */
public interface Normalizer {
    /**
     * Events of the whole body, in the order they are to be delivered.
     *
     * @throws MalformedPayloadException when nothing of the body can be read; anything readable becomes an event, of an
     *     unknown kind if need be
     */
    Normalization normalize(byte[] body, Provenance provenance) throws MalformedPayloadException;
}
