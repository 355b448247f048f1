package io.siembridge.app.config;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What stands in a section of the file, to be compared with what stood there before, wherever in the file that was. It
 * holds secrets, so it prints as stars.
 */
public final class Written {
    private final ConfigNode node;

    public Written(ConfigNode node) {
        this.node = node;
    }

    public boolean has(String key) {
        return node.member(key).isPresent();
    }

    private static boolean same(ConfigNode one, ConfigNode other) {
        return one.kind() == other.kind()
                && one.text().equals(other.text())
                && same(one.elements(), other.elements())
                && same(one.members(), other.members());
    }

    private static boolean same(List<ConfigNode> some, List<ConfigNode> others) {
        Iterator<ConfigNode> next = others.iterator();
        return some.size() == others.size() && some.stream().allMatch(each -> same(each, next.next()));
    }

    private static boolean same(Map<String, ConfigNode> some, Map<String, ConfigNode> others) {
        return some.keySet().equals(others.keySet())
                && some.entrySet().stream().allMatch(each -> {
                    ConfigNode other = others.get(each.getKey());
                    return other != null && same(each.getValue(), other);
                });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Written written && same(node, written.node);
    }

    @Override
    public int hashCode() {
        return node.members().keySet().hashCode();
    }

    @Override
    public String toString() {
        return new Secret("").toString();
    }
}
