package io.siembridge.app.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals on which a JVM ends unless it is told otherwise. The classes for signals are the platform's and not part of Java,
 * and compilers warn about them, so they are found by name; where they are missing, or there is no such signal, as on
 * Windows, nothing happens.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Has this done each time the signal comes, on a thread of the platform. */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object handled = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, handled, ours);
        } catch (ReflectiveOperationException none) {
            LOG.info("The signal {} keeps its usual meaning here; to reload there is siem-bridge reload, too", name);
        }
    }
}
