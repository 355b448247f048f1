package io.siembridge.app.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A small ext4 file system that can lose its power. It lies on a loop device, whose file lies on another ext4 on
 * another loop device. What programs write and do not sync stays in memory of the inner file system; what the inner
 * file system hands to its disk and does not flush stays in memory of the outer one, as in a drive's volatile cache. A
 * copy of the outermost file holds neither. The kernel's own writing-back is put off by {@code commit=600} and by
 * rounds shorter than the 30 seconds after which it starts.
 */
final class Volume implements AutoCloseable {
    private static final int INNER_MEBIBYTES = 96;
    private static final int OUTER_MEBIBYTES = 144;
    private static final String OPTIONS = "loop,commit=600,noatime";

    private final Path place;
    private final Path disk;

    private Volume(Path place) {
        this.place = place;
        this.disk = place.resolve("disk");
    }

    /** Makes one and mounts it. */
    static Volume create(Path place) throws IOException, InterruptedException {
        loadSqlite();
        Volume volume = new Volume(place);
        try {
            volume.make();
            return volume;
        } catch (IOException | IllegalStateException e) {
            volume.close();
            throw e;
        }
    }

    /** Before any spool does, which would keep SQLite's library on the volume and the volume busy. */
    private static void loadSqlite() throws IOException {
        try {
            DriverManager.getConnection("jdbc:sqlite::memory:").close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void make() throws IOException, InterruptedException {
        Files.createDirectories(outer());
        Files.createDirectories(root());
        run("truncate", "-s", OUTER_MEBIBYTES + "M", disk.toString());
        run("mkfs.ext4", "-q", "-F", disk.toString());
        run("mount", "-o", OPTIONS, disk.toString(), outer().toString());
        // Written in full, so that later writes change no metadata of the outer file system.
        run("dd", "if=/dev/zero", "of=" + image(), "bs=1M", "count=" + INNER_MEBIBYTES, "conv=fsync", "status=none");
        run("mkfs.ext4", "-q", "-F", image().toString());
        run("mount", "-o", OPTIONS, image().toString(), root().toString());
        run("sync", "-f", root().toString());
        run("sync", "-f", outer().toString());
    }

    /** Why this machine cannot have one; nothing if it can. */
    static Optional<String> obstacle(Path place) throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of("mounting a file system needs root");
        }
        try (Volume volume = create(place)) {
            return Optional.empty();
        } catch (IOException | IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Where it is mounted. */
    Path root() {
        return place.resolve("root");
    }

    private Path atTheCut() {
        return place.resolve("disk-at-the-cut");
    }

    private Path outer() {
        return place.resolve("drive");
    }

    private Path image() {
        return outer().resolve("image");
    }

    /** What is on the disk at this moment is what there will be. */
    void cutPower() throws IOException, InterruptedException {
        run("cp", "--sparse=always", disk.toString(), atTheCut().toString());
    }

    /** What was not on the disk when the power was cut is gone, and the journal is replayed. */
    void restorePower() throws IOException, InterruptedException {
        unmount();
        Files.move(atTheCut(), disk, StandardCopyOption.REPLACE_EXISTING);
        run("mount", "-o", OPTIONS, disk.toString(), outer().toString());
        check(image());
        run("mount", "-o", OPTIONS, image().toString(), root().toString());
    }

    /** Status 1 says that something was repaired, as after a cut it may. */
    private static void check(Path image) throws IOException, InterruptedException {
        Result result = execute("e2fsck", "-fy", image.toString());
        if (result.status() > 1) {
            throw new IllegalStateException("The file system did not survive: " + result.output());
        }
    }

    private void unmount() throws IOException, InterruptedException {
        run("umount", root().toString());
        run("umount", outer().toString());
    }

    /** What was killed a moment ago may still hold the file system. */
    @Override
    public void close() {
        for (Path mounted : List.of(root(), outer())) {
            await("to unmount " + mounted)
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !isMounted(mounted)
                            || execute("umount", mounted.toString()).status() == 0);
        }
    }

    private static boolean isMounted(Path place) throws IOException, InterruptedException {
        return execute("mountpoint", "-q", place.toString()).status() == 0;
    }

    private record Result(int status, String output) {}

    private static void run(String... command) throws IOException, InterruptedException {
        Result result = execute(command);
        if (result.status() != 0) {
            throw new IllegalStateException(List.of(command) + " failed: " + result.output());
        }
    }

    private static Result execute(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Arrays.asList(command))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(List.of(command) + " does not end");
        }
        return new Result(process.exitValue(), output);
    }
}
