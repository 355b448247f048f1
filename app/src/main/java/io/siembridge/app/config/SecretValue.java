package io.siembridge.app.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** A secret. Its schema says {@code writeOnly}, by which whatever shows a configuration knows to show stars. */
final class SecretValue implements ValueType<Secret> {
    private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*");

    @Override
    public Secret read(ConfigNode node, Problems problems) {
        if (node.kind() == ConfigNode.Kind.UNRESOLVED) {
            return placeholder();
        }
        if (node.kind() != ConfigNode.Kind.TEXT || node.text().isEmpty()) {
            problems.add(
                    node,
                    "expected a secret that is not empty; if it comes from the environment, the variable may be unset");
            return placeholder();
        }
        if (!node.filledIn() && VARIABLE.matcher(node.text()).matches()) {
            problems.add(node, "is the name of a variable and would be taken as the secret; write ${NAME}");
            return placeholder();
        }
        if (!node.filledIn()) {
            problems.secretWrittenOut(node);
        }
        return new Secret(node.text());
    }

    @Override
    public Secret placeholder() {
        return new Secret("");
    }

    @Override
    public ObjectNode schema() {
        return JsonNodeFactory.instance.objectNode().put("type", "string").put("writeOnly", true);
    }
}
