package io.siembridge.app.sender;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where webhooks are posted to.
 *
 * @param certificate PEM file of its certificate if it is a bridge on this machine; empty if its name and issuer are
 * checked
 */
public record Receiver(URI url, Optional<Path> certificate) {}
