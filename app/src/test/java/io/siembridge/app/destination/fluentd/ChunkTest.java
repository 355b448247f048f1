package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.fluentd.FluentdConfig.Compression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

final class ChunkTest {
    private static final byte[] ENTRIES = hex("""
            92 d7 00 69 55 b9 00 07 54 d4 c0 81 a9 63 6c 61 73 73 5f 75 69 64 cd 07 d2 92 d7 00 69 55 b9 01
            00 00 00 00 81 a9 63 6c 61 73 73 5f 75 69 64 cd 07 d4
            """);

    private static final byte[] PACKED_FORWARD = hex("""
            93 af 6f 63 73 66 2e 73 6e 79 6b 2e 69 73 73 75 65 c4 32 92 d7 00 69 55 b9 00 07 54 d4 c0 81 a9
            63 6c 61 73 73 5f 75 69 64 cd 07 d2 92 d7 00 69 55 b9 01 00 00 00 00 81 a9 63 6c 61 73 73 5f 75
            69 64 cd 07 d4 82 a5 63 68 75 6e 6b b8 41 41 45 43 41 77 51 46 42 67 63 49 43 51 6f 4c 44 41 30
            4f 44 77 3d 3d a4 73 69 7a 65 02
            """);

    @Test
    void packsEntriesOneAfterAnother() throws Exception {
        Chunk chunk = new Chunk("ocsf.snyk.issue");
        chunk.add(0, "a", EntryEncoder.encode(1_767_225_600_123L, json("{\"class_uid\":2002}")));
        chunk.add(1, "b", EntryEncoder.encode(1_767_225_601_000L, json("{\"class_uid\":2004}")));
        assertThat(unpack(chunk.message(Compression.NONE))
                        .get(1)
                        .asBinaryValue()
                        .asByteArray())
                .isEqualTo(ENTRIES);
        assertThat(chunk.byteCount()).isEqualTo(ENTRIES.length);
    }

    @Test
    void writesPackedForward() {
        assertThat(Chunk.message("ocsf.snyk.issue", ENTRIES, "AAECAwQFBgcICQoLDA0ODw==", 2, Compression.NONE))
                .isEqualTo(PACKED_FORWARD);
    }

    @Test
    void writesCompressedPackedForward() throws Exception {
        Chunk chunk = new Chunk("ocsf.snyk.issue");
        chunk.add(0, "a", EntryEncoder.encode(1_767_225_600_123L, json("{\"class_uid\":2002}")));
        chunk.add(1, "b", EntryEncoder.encode(1_767_225_601_000L, json("{\"class_uid\":2004}")));
        List<Value> message = unpack(chunk.message(Compression.GZIP));
        byte[] packed = message.get(1).asBinaryValue().asByteArray();
        try (GZIPInputStream entries = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(entries.readAllBytes()).isEqualTo(ENTRIES);
        }
        assertThat(message.get(2).asMapValue().map())
                .containsAllEntriesOf(Map.of(
                        ValueFactory.newString("compressed"), ValueFactory.newString("gzip"),
                        ValueFactory.newString("size"), ValueFactory.newInteger(2),
                        ValueFactory.newString("chunk"), ValueFactory.newString(chunk.id())));
    }

    /** A receiver that removes duplicates by chunk id, as the specification suggests, can do so. */
    @Test
    void hasTheSameIdForTheSameEventsOnly() {
        assertThat(chunk("a", "b").id()).isEqualTo(chunk("a", "b").id());
        assertThat(chunk("a", "b").id())
                .isNotEqualTo(chunk("a").id())
                .isNotEqualTo(chunk("b", "a").id());
        assertThat(Base64.getDecoder().decode(chunk("a").id())).hasSize(16);
    }

    @Test
    void hasNoLargerEnvelopeThanItSays() {
        String longestTag = "t".repeat(32 + 1 + 32 + 1 + 32);
        for (Compression compression : Compression.values()) {
            byte[] message = Chunk.message(longestTag, new byte[100_000], "A".repeat(24), 1_000_000, compression);
            assertThat(message.length - 100_000).isLessThanOrEqualTo(Chunk.LARGEST_ENVELOPE);
        }
    }

    private static Chunk chunk(String... uids) {
        Chunk chunk = new Chunk("siem");
        for (String uid : uids) {
            chunk.add(0, uid, new byte[0]);
        }
        return chunk;
    }

    private static List<Value> unpack(byte[] message) throws IOException {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(message)) {
            return unpacker.unpackValue().asArrayValue().list();
        }
    }

    private static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }
}
