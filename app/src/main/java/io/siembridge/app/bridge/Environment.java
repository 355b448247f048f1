package io.siembridge.app.bridge;

import io.siembridge.app.spool.SpoolListener;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the bridge takes from the world around it.
 *
 * @param hostName this machine's name as SIEMs shall see it
 * @param spoolListener hears what the spool does, beside the bridge itself
 */
public record Environment(
        InstantSource clock, RandomGenerator random, String hostName, String version, SpoolListener spoolListener) {
    /** The real world. */
    public static Environment real() {
        return new Environment(
                InstantSource.system(), new SecureRandom(), machineName(), programVersion(), new SpoolListener() {});
    }

    public Environment with(SpoolListener listener) {
        return new Environment(clock, random, hostName, version, listener);
    }

    /** The version in the jar's manifest. */
    public static String programVersion() {
        return Optional.ofNullable(Environment.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static String machineName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9.-]{1,255}") ? name : "siem-bridge";
        } catch (UnknownHostException nameless) {
            return "siem-bridge";
        }
    }
}
