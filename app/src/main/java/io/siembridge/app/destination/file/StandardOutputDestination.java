package io.siembridge.app.destination.file;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Outgoing;
import io.siembridge.app.destination.Shipment;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** Writes events to standard output, one a line. Delivered is what the pipe has taken; a pipe confirms no more. */
final class StandardOutputDestination implements Destination {
    private final OutputStream output;
    private boolean broken;

    StandardOutputDestination(OutputStream output) {
        this.output = output;
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        Outgoing outgoing = Lines.outgoing(events);
        return outcomes -> send(outgoing, outcomes);
    }

    private void send(Outgoing events, Outcomes outcomes) throws InterruptedException {
        Lines lines = Lines.of(events);
        try {
            write(lines);
            outcomes.reportAll(0, events.size(), Outcome.accepted());
        } catch (IOException failure) {
            // Whichever notices first, the channel or the stream, and one of them may have cleared the flag.
            boolean stopped = Thread.interrupted()
                    || failure instanceof InterruptedIOException
                    || failure instanceof ClosedByInterruptException;
            broken = !stopped;
            outcomes.reportAll(0, events.size(), stopped ? Outcome.retry("the bridge is stopping") : unread(failure));
            if (stopped) {
                throw new InterruptedException("stopped while writing");
            }
        }
    }

    @Override
    public Probe probe() {
        return broken
                ? new Probe(false, "nobody reads standard output any more: restart the bridge with a reader")
                : new Probe(true, "writes to standard output");
    }

    @Override
    public void close() {
        // Standard output belongs to the process.
    }

    /** Through a channel, so that a reader that stalls does not keep the program from stopping. */
    private void write(Lines lines) throws IOException {
        synchronized (output) {
            WritableByteChannel channel = Channels.newChannel(output);
            lines.writeTo(channel);
            output.flush();
        }
    }

    private static Outcome unread(IOException failure) {
        return Outcome.paused(
                "standard output failed (" + failure.getMessage() + "): restart the bridge with a reader");
    }
}
