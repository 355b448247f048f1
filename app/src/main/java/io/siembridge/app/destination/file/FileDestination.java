package io.siembridge.app.destination.file;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.LockHolder;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Outgoing;
import io.siembridge.app.destination.Shipment;
import io.siembridge.app.destination.file.ActiveFile.Appended;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends events to a file, one a line. They are delivered when they are on disk. */
final class FileDestination implements Destination {
    private static final Logger LOG = LoggerFactory.getLogger(FileDestination.class);

    /** A rotation that is impossible, such as in a directory that may not be written, is not tried with every batch. */
    private static final Duration ROTATION_PAUSE = Duration.ofMinutes(1);

    private final FileConfig config;
    private final Rotator rotator;
    private final InstantSource clock;
    private Optional<ActiveFile> active = Optional.empty();
    private Instant lastWritten = Instant.MIN;
    private Instant rotateNotBefore = Instant.MIN;
    private boolean untidy = true;

    FileDestination(FileConfig config, DestinationContext context) {
        this.config = config;
        this.rotator = new Rotator(config.path(), config.rotation());
        this.clock = context.clock();
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        Outgoing outgoing = Lines.outgoing(events);
        return outcomes -> send(outgoing, outcomes);
    }

    private void send(Outgoing events, Outcomes outcomes) throws InterruptedException {
        if (events.size() > 0) {
            write(events, outcomes);
            tidy();
        }
    }

    @Override
    public synchronized Probe probe() throws InterruptedException {
        try {
            opened();
            return new Probe(true, "appends to " + config.path().toAbsolutePath());
        } catch (LockedFileException locked) {
            String reason = locked.getMessage() + "; if that is the bridge of this configuration, all is well";
            return new Probe(false, reason, LockHolder.of(config.path()));
        } catch (IOException failure) {
            giveUpFile();
            stopIfInterrupted();
            return new Probe(false, outcome(failure).reason());
        }
    }

    @Override
    public synchronized void close() {
        giveUpFile();
    }

    private synchronized void write(Outgoing events, Outcomes outcomes) throws InterruptedException {
        int reported = 0;
        try {
            Appended appended = append(Lines.of(events));
            reported = appended.lines();
            outcomes.reportAll(0, reported, Outcome.accepted());
            if (appended.failure().isPresent()) {
                throw appended.failure().get();
            }
        } catch (IOException failure) {
            giveUpFile();
            outcomes.reportAll(reported, events.size(), outcome(failure));
            stopIfInterrupted();
        }
    }

    private Appended append(Lines lines) throws IOException {
        ActiveFile file = opened();
        Instant now = clock.instant();
        if (!now.isBefore(rotateNotBefore) && rotator.isDue(file.size(), lines.byteCount(), lastWritten, now)) {
            rotate(now);
            file = opened();
        }
        Appended appended = file.append(lines, config.sync());
        lastWritten = now;
        return appended;
    }

    private ActiveFile opened() throws IOException {
        if (active.isPresent() && active.get().isInPlace()) {
            return active.get();
        }
        giveUpFile();
        ActiveFile file = ActiveFile.open(config.path());
        active = Optional.of(file);
        lastWritten = file.lastWritten();
        return file;
    }

    /** A file that cannot be put aside is written on: an archive that is too long is better than none. */
    private void rotate(Instant now) {
        giveUpFile();
        try {
            rotator.putAside(now);
            untidy = true;
        } catch (IOException e) {
            rotateNotBefore = now.plus(ROTATION_PAUSE);
            LOG.warn("{} could not be rotated and is written on: {}", config.path(), e.toString());
        }
    }

    /** After a rotation and once at first: what is compressed or removed holds up no batch. */
    private void tidy() {
        if (untidy && config.rotation().isOn()) {
            untidy = false;
            rotator.tidy();
        }
    }

    /** Closes the file; whatever opens it next cuts off a line that was left unfinished. */
    private void giveUpFile() {
        try {
            if (active.isPresent()) {
                active.get().close();
            }
        } catch (IOException e) {
            LOG.warn("{} could not be closed: {}", config.path(), e.toString());
        }
        active = Optional.empty();
    }

    private Outcome outcome(IOException failure) {
        return failure instanceof UnusableFileException
                ? Outcome.paused(String.valueOf(failure.getMessage()))
                : Outcome.retry("writing " + config.path() + " failed: "
                        + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped while writing");
        }
    }
}
