package io.siembridge.app.listener;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Problems;
import io.siembridge.app.config.ValueType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a listener listens. Port 0 takes any free one. */
public record ListenAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9_.-]+):([0-9]{1,5})");

    /** {@code 0.0.0.0:8080}, {@code [::1]:8081}. */
    public static final ValueType<ListenAddress> TYPE = new Type();

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
    }

    /** Whether only one of the two could be listened on. */
    public boolean collidesWith(ListenAddress other) {
        return port != 0 && port == other.port && (host.equals(other.host) || isWildcard() || other.isWildcard());
    }

    /** Whether it is every address of this machine. */
    public boolean isWildcard() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    /** Where this machine reaches it. */
    public ListenAddress onThisMachine() {
        return isWildcard() ? new ListenAddress(host.equals("::") ? "::1" : "127.0.0.1", port) : this;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static final class Type implements ValueType<ListenAddress> {
        @Override
        public ListenAddress read(ConfigNode node, Problems problems) {
            if (node.kind() == ConfigNode.Kind.UNRESOLVED) {
                return placeholder();
            }
            Matcher matcher = FORM.matcher(node.text());
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65535) {
                problems.add(node, "expected an address and a port such as 0.0.0.0:8080");
                return placeholder();
            }
            String host = matcher.group(1).replace("[", "").replace("]", "");
            return new ListenAddress(host, Integer.parseInt(matcher.group(2)));
        }

        @Override
        public ListenAddress placeholder() {
            return new ListenAddress("127.0.0.1", 0);
        }

        @Override
        public ObjectNode schema() {
            return JsonNodeFactory.instance.objectNode().put("type", "string");
        }
    }
}
