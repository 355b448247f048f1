package io.siembridge.normalizers.vendor;

/**
 * A body that cannot be read as JSON at all, or that is out of all proportion. The message says where and why and never
 * quotes the payload.
 */
public final class MalformedPayloadException extends Exception {
    public MalformedPayloadException(String message) {
        super(message);
    }
}
