package io.siembridge.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a YAML file to {@link ConfigNode}s that know their lines, then fills in {@code ${NAME}} and
 * {@code ${file:PATH}}. That happens after parsing and only inside values, so nothing a variable holds can change the
 * shape of the configuration.
 */
public final class ConfigReader {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern UNCLOSED = Pattern.compile("\\$\\{[^}]*\\z");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";

    private final Function<String, Optional<String>> environment;

    /** @param environment the value of a variable, empty when unset */
    public ConfigReader(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    /**
     * Reads a file and turns it into a value, with every fault at once.
     *
     * @param notes hears of what is no fault and yet should not stay as it is
     */
    public <T> T read(Path file, ValueType<T> type, Consumer<String> notes) throws ConfigException {
        Problems problems = new Problems();
        Optional<ConfigNode> root = parse(file, problems);
        T value = root.isPresent() ? type.read(root.get(), problems) : type.placeholder();
        if (!problems.isEmpty()) {
            throw new ConfigException(file.toString(), problems.all());
        }
        List<String> secrets = problems.secretsWrittenOut();
        if (!secrets.isEmpty() && isReadableByAll(file)) {
            notes.accept("Every user of this machine can read " + file + ", and secrets stand in it (" + secrets.get(0)
                    + (secrets.size() == 1 ? "" : " and others") + "): chmod o-rwx it, or use ${NAME} or ${file:PATH}");
        }
        return value;
    }

    private static boolean isReadableByAll(Path file) {
        try {
            return Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException cannotBeTold) {
            return false;
        }
    }

    /** The same for configuration that stands in a string. */
    public <T> T read(String yaml, Path baseFolder, ValueType<T> type) throws ConfigException {
        Problems problems = new Problems();
        Optional<ConfigNode> root = parse(yaml, baseFolder, problems);
        T value = root.isPresent() ? type.read(root.get(), problems) : type.placeholder();
        if (!problems.isEmpty()) {
            throw new ConfigException("The configuration", problems.all());
        }
        return value;
    }

    private Optional<ConfigNode> parse(Path file, Problems problems) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            return parse(Files.readString(file), folder == null ? Path.of("") : folder, problems);
        } catch (NoSuchFileException e) {
            problems.add("", 0, "there is no such file; write one, or name another with --config FILE");
        } catch (IOException e) {
            problems.add("", 0, "it could not be read: " + e);
        }
        return Optional.empty();
    }

    private Optional<ConfigNode> parse(String yaml, Path folder, Problems problems) {
        return new YamlTree(problems, (written, path, line) -> text(written, path, line, folder, problems)).parse(yaml);
    }

    private ConfigNode text(String written, String path, int line, Path folder, Problems problems) {
        Optional<String> resolved = resolve(written, path, line, folder, problems);
        if (resolved.isEmpty()) {
            return ConfigNode.unresolved(path, line);
        }
        return REFERENCE.matcher(written).find()
                ? ConfigNode.filledIn(path, line, resolved.get())
                : ConfigNode.text(path, line, resolved.get());
    }

    /** The text with its references filled in; empty, with a problem noted for each, if some cannot be. */
    private Optional<String> resolve(String text, String path, int line, Path folder, Problems problems) {
        if (UNCLOSED.matcher(text).find()) {
            problems.add(path, line, "has a ${ without its }");
            return Optional.empty();
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        boolean whole = true;
        while (matcher.find()) {
            String name = matcher.group(1);
            Optional<String> value = name.startsWith(FILE)
                    ? contentOf(name.substring(FILE.length()), path, line, folder, problems)
                    : variable(name, path, line, problems);
            whole &= value.isPresent();
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value.orElse("")));
        }
        return whole ? Optional.of(matcher.appendTail(resolved).toString()) : Optional.empty();
    }

    private Optional<String> variable(String name, String path, int line, Problems problems) {
        if (!VARIABLE.matcher(name).matches()) {
            problems.add(path, line, "${" + name + "} is neither ${NAME} of a variable nor ${file:PATH}");
            return Optional.empty();
        }
        Optional<String> value = environment.apply(name);
        if (value.isEmpty()) {
            problems.add(path, line, "the environment variable " + name + " is not set; set it before starting");
        }
        return value;
    }

    /** A file's text without the line break that editors put at its end. */
    private static Optional<String> contentOf(String name, String path, int line, Path folder, Problems problems) {
        try {
            String content = Files.readString(folder.resolve(name));
            return Optional.of(content.replaceFirst("\\r?\\n\\z", ""));
        } catch (IOException e) {
            problems.add(
                    path,
                    line,
                    "the file " + name + " could not be read: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
