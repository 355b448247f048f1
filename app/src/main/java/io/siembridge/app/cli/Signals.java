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

    /**
     * Has this done each time the signal comes, on a thread of the platform. Returns whether it will be: a JVM leaves a signal
     * alone that was ignored when it started, which is what nohup does to HUP.
     */
    static boolean handle(String name, Runnable action) {
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
            Object before = signal.getMethod("handle", signal, handler).invoke(null, handled, ours);
            return before != handler.getField("SIG_IGN").get(null);
        } catch (ReflectiveOperationException none) {
            LOG.debug("The signal {} keeps its usual meaning", name, none);
            return false;
        }
    }
}
