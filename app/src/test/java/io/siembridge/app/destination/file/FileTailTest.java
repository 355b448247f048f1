package io.siembridge.app.destination.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.TestEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program sees that follows the file while it is written. */
@Timeout(60)
final class FileTailTest extends FileFixture {
    @Test
    void showsAReaderWholeLinesInOrder() throws Exception {
        Files.createFile(file());
        AtomicBoolean finished = new AtomicBoolean();
        CompletableFuture<List<String>> reader = CompletableFuture.supplyAsync(() -> follow(finished));
        Destination destination = destination();
        for (int number = 0; number < 1_000; number += 50) {
            assertThat(kinds(send(destination, TestEvents.events(number, number + 50))))
                    .containsOnly(Kind.ACCEPTED);
        }
        finished.set(true);
        assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(TestEvents.uids(0, 1_000));
    }

    /** Reads what is there up to the last line end, again and again, as log shippers do. */
    private List<String> follow(AtomicBoolean finished) {
        List<String> uids = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ)) {
            long position = 0;
            boolean last = false;
            while (!last) {
                last = finished.get();
                byte[] lines = wholeLines(channel, position);
                position += lines.length;
                uids.addAll(NdjsonFiles.uids(lines));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return uids;
    }

    private static byte[] wholeLines(FileChannel channel, long from) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        ByteBuffer block = ByteBuffer.allocate(8_192);
        while (channel.read(block, from + read.size()) > 0) {
            read.write(block.array(), 0, block.position());
            block.clear();
        }
        byte[] bytes = read.toByteArray();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
