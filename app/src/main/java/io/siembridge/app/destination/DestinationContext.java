package io.siembridge.app.destination;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What every destination is given.
 *
 * @param name its name in the configuration, for logs and threads
 * @param hostName this machine's name as SIEMs shall see it
 * @param version the bridge's version
 */
public record DestinationContext(
        String name, String hostName, String version, InstantSource clock, RandomGenerator random) {}
