package io.siembridge.app.tls;

import org.jspecify.annotations.Nullable;

/** A certificate or key file that cannot be used. The message names the file and the next step. */
public final class TlsConfigurationException extends Exception {
    public TlsConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
