package io.siembridge.app.spool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A wall clock that tests move, and the time since the machine's start, which only goes on. */
public final class TestTime implements InstantSource {
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicLong wallMillis = new AtomicLong(START.toEpochMilli());
    private final AtomicLong nanos = new AtomicLong();

    /** Time passes, for both clocks. */
    public void pass(Duration time) {
        wallMillis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    /** Somebody sets the wall clock. */
    public void jump(Duration by) {
        wallMillis.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(wallMillis.get());
    }

    public LongSupplier nanos() {
        return nanos::get;
    }
}
