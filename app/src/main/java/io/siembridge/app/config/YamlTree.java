package io.siembridge.app.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML document as {@link ConfigNode}s. It is composed and not only parsed: a parser hands an alias on as the text of its
 * name, which would make a secret of it.
 */
final class YamlTree {
    private static final String MERGE = "<<";

    /** A few lines of aliases can stand for more than fits into memory. */
    private static final int MOST_NODES = 100_000;

    private final Problems problems;
    private final Texts texts;
    private final Set<Node> above = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    /** Makes a node of a text as it is written. */
    interface Texts {
        ConfigNode node(String written, String path, int line);
    }

    YamlTree(Problems problems, Texts texts) {
        this.problems = problems;
        this.texts = texts;
    }

    /** The document; empty, with a problem noted, if it is none. */
    Optional<ConfigNode> parse(String yaml) {
        try {
            // What the library's front door makes besides is for making objects of YAML and YAML of objects.
            LoaderOptions options = new LoaderOptions();
            Node root = new Composer(new ParserImpl(new StreamReader(yaml), options), new Resolver(), options)
                    .getSingleNode();
            return Optional.of(root == null ? ConfigNode.nothing("", 1) : node(root, ""));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            // Not its message: that quotes the line, and a secret may stand there.
            problems.add("", line, "this is not one YAML document: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add("", 0, "this is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private ConfigNode node(Node node, String path) {
        int line = node.getStartMark().getLine() + 1;
        nodes++;
        if (node instanceof ScalarNode scalar) {
            return node.getTag().equals(Tag.NULL)
                    ? ConfigNode.nothing(path, line)
                    : texts.node(scalar.getValue(), path, line);
        }
        if (nodes > MOST_NODES || !above.add(node)) {
            problems.add("", line, "an alias stands for itself or for too much");
            return ConfigNode.unresolved(path, line);
        }
        ConfigNode made = node instanceof MappingNode mapping
                ? ConfigNode.section(path, line, members(mapping, path))
                : ConfigNode.list(path, line, elements((SequenceNode) node, path));
        above.remove(node);
        return made;
    }

    private Map<String, ConfigNode> members(MappingNode mapping, String path) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        Map<String, ConfigNode> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(path, line, "a key is one word, not a list or a section");
            } else if (key.getValue().equals(MERGE) && tuple.getValueNode() instanceof MappingNode other) {
                merged.putAll(node(other, path).members());
            } else {
                String memberPath = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                if (members.put(key.getValue(), node(tuple.getValueNode(), memberPath)) != null) {
                    problems.add(memberPath, line, "stands here a second time; keep one of the two");
                }
            }
        }
        // What is written goes before what is merged in.
        merged.forEach(members::putIfAbsent);
        return members;
    }

    private List<ConfigNode> elements(SequenceNode sequence, String path) {
        List<ConfigNode> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            elements.add(node(element, path + "[" + elements.size() + "]"));
        }
        return elements;
    }
}
