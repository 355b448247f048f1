package io.siembridge.app.source;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of a body as they come. They lie in blocks, so that a body sent byte by byte takes hardly more memory than one
 * sent whole.
 */
final class CollectedBody {
    private static final int BLOCK = 8 * 1024;

    private final List<ByteBuffer> blocks = new ArrayList<>();
    private int length;

    void add(ByteBuffer more) {
        length += more.remaining();
        if (!blocks.isEmpty()) {
            ByteBuffer last = blocks.get(blocks.size() - 1);
            int fits = Math.min(last.remaining(), more.remaining());
            last.put(last.position(), more, more.position(), fits).position(last.position() + fits);
            more.position(more.position() + fits);
        }
        if (more.hasRemaining()) {
            blocks.add(ByteBuffer.allocate(Math.max(BLOCK, more.remaining())).put(more));
        }
    }

    int length() {
        return length;
    }

    /** How much memory it takes. */
    int capacity() {
        return blocks.stream().mapToInt(ByteBuffer::capacity).sum();
    }

    /** All of it in one piece; nothing is kept here. */
    byte[] join() {
        ByteBuffer whole = ByteBuffer.allocate(length);
        for (ByteBuffer block : blocks) {
            whole.put(block.flip());
        }
        blocks.clear();
        length = 0;
        return whole.array();
    }
}
