package io.siembridge.app.destination;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Section;
import java.util.Optional;

/** A kind of destination: the name it has in the configuration, and its keys there. */
public interface DestinationType {
    /** The value of {@code type}, such as {@code splunk-hec}. */
    String id();

    /**
     * The keys of such a destination, {@link CommonKeys#ALL} among them, read to something that can make it. Reading does
     * no I/O: files that are named are opened when the destination starts or is probed.
     */
    Section<DestinationFactory> section();

    /** Where such a section names a file that no other destination may write; empty if it names none. */
    default Optional<ConfigNode> ownFile(ConfigNode section) {
        return Optional.empty();
    }
}
