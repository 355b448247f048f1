package io.siembridge.app.destination.file;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.CommonKeys;
import io.siembridge.app.destination.DestinationFactory;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.file.FileConfig.Rotation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code type: file}: one OCSF event a line, in a file or on standard output. */
public final class FileType implements DestinationType {
    private static final String STANDARD_OUTPUT = "-";

    private static final Key<Path> PATH =
            Key.required("path", ValueTypes.path(), "The file to append to, or - for standard output.");
    private static final Key<Sync> SYNC = Key.withDefault(
            "sync",
            ValueTypes.choice(Sync.class),
            "batch",
            "batch: events count as delivered when they are on disk; never: when the system has them.");
    private static final Key<Optional<Long>> ROTATE_SIZE =
            Key.optional("rotate_size", ValueTypes.size(), "Begin a new file before this one grows beyond the size.");
    private static final Key<Optional<Duration>> ROTATE_EVERY = Key.optional(
            "rotate_every", ValueTypes.duration(), "Begin a new file every hour (1h), day (1d), and so on, in UTC.");
    private static final Key<Boolean> COMPRESS =
            Key.withDefault("compress", ValueTypes.bool(), "false", "Whether rotated files are compressed with gzip.");
    private static final Key<Optional<Integer>> KEEP = Key.optional(
            "keep", ValueTypes.integer(1, 100_000), "How many rotated files are kept; without it, all of them.");

    private static final Duration SHORTEST_PERIOD = Duration.ofMinutes(1);
    private static final long SMALLEST_SIZE = 4 * 1024L;

    private final OutputStream standardOutput;

    /** With this process's standard output, past {@code System.out}, which would hide that nobody reads it. */
    public FileType() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    FileType(OutputStream standardOutput) {
        this.standardOutput = standardOutput;
    }

    @Override
    public String id() {
        return "file";
    }

    @Override
    public Section<DestinationFactory> section() {
        return Section.of(
                this::read, Section.join(CommonKeys.ALL, PATH, SYNC, ROTATE_SIZE, ROTATE_EVERY, COMPRESS, KEEP));
    }

    @Override
    public Optional<ConfigNode> ownFile(ConfigNode section) {
        return section.member(PATH.name()).filter(path -> !path.text().equals(STANDARD_OUTPUT));
    }

    private DestinationFactory read(Section.Values values) {
        CommonKeys.ALL.forEach(values::get);
        Path path = values.get(PATH);
        boolean sync = values.get(SYNC) == Sync.BATCH;
        FileConfig config = new FileConfig(path, sync, rotation(values));
        if (path.toString().equals(STANDARD_OUTPUT)) {
            refuseForStandardOutput(values);
            return context -> new StandardOutputDestination(standardOutput);
        }
        if (path.getFileName() == null) {
            values.problem(PATH, "expected the path of a file");
        }
        return context -> new FileDestination(config, context);
    }

    private static Rotation rotation(Section.Values values) {
        Rotation rotation =
                new Rotation(values.get(ROTATE_SIZE), values.get(ROTATE_EVERY), values.get(COMPRESS), values.get(KEEP));
        if (rotation.size().isPresent() && rotation.size().get() < SMALLEST_SIZE) {
            values.problem(ROTATE_SIZE, "expected at least 4KiB");
        }
        if (rotation.every().isPresent() && rotation.every().get().compareTo(SHORTEST_PERIOD) < 0) {
            values.problem(ROTATE_EVERY, "expected at least 1m");
        }
        if (!rotation.isOn() && (rotation.gzip() || rotation.keep().isPresent())) {
            values.problem("compress and keep are about rotated files: give rotate_size or rotate_every too");
        }
        return rotation;
    }

    private static void refuseForStandardOutput(Section.Values values) {
        for (Key<?> key : List.of(SYNC, ROTATE_SIZE, ROTATE_EVERY, COMPRESS, KEEP)) {
            if (values.has(key)) {
                values.problem(key, "has no effect on standard output");
            }
        }
    }

    /** When events count as delivered. */
    enum Sync {
        BATCH,
        NEVER
    }
}
