package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Messages that go out in one write, so that our side never splits a frame. */
record Batch(byte[] bytes, Events events) {
    /** More than this gains nothing, and a receiver that stalls would hold more in doubt. */
    static final int MAX_BYTES = 64 * 1024;

    /** Batches of at most {@link #MAX_BYTES}, or of one message that is larger. */
    static List<Batch> of(List<Message> messages, Framing framing, Outcomes outcomes) {
        List<Batch> batches = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> indexes = new ArrayList<>();
        for (Message message : messages) {
            byte[] framed = framing.frame(message.bytes());
            if (bytes.size() > 0 && bytes.size() + framed.length > MAX_BYTES) {
                batches.add(new Batch(bytes.toByteArray(), new Events(indexes, outcomes)));
                bytes.reset();
                indexes.clear();
            }
            bytes.writeBytes(framed);
            indexes.add(message.index());
        }
        if (bytes.size() > 0) {
            batches.add(new Batch(bytes.toByteArray(), new Events(indexes, outcomes)));
        }
        return batches;
    }

    /** The events of a batch: all that is kept of it once it is written. */
    record Events(List<Integer> indexes, Outcomes outcomes) {
        Events {
            indexes = List.copyOf(indexes);
        }

        void report(Outcome outcome) {
            indexes.forEach(index -> outcomes.report(index, outcome));
        }
    }
}
