package io.siembridge.app.destination.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Throttle throttle = new Throttle(nanos::get);

    @Test
    void halvesTheRateEachTimeTheQueueIsNearlyFullAndComesBack() {
        assertThat(intervalAfter(false)).isEqualTo(100);
        assertThat(intervalAfter(true)).isEqualTo(200);
        assertThat(intervalAfter(true)).isEqualTo(400);
        assertThat(intervalAfter(false)).isEqualTo(200);
        assertThat(intervalAfter(false)).isEqualTo(100);
        assertThat(intervalAfter(false)).isEqualTo(100);
    }

    @Test
    void isNeverSlowerThanASixteenth() {
        assertThat(intervalAfter(false)).isEqualTo(100);
        for (int i = 0; i < 10; i++) {
            long unused = intervalAfter(true);
        }
        assertThat(intervalAfter(true)).isEqualTo(1600);
    }

    @Test
    void doesNotWaitWhereRequestsAreSeldomAnyway() {
        throttle.began();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        throttle.began();
        throttle.answered(true);
        assertThat(throttle.pause()).isEqualTo(Duration.ofSeconds(2));
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(throttle.pause()).isZero();
    }

    /** Milliseconds from one request to the next, for a sender that would need 100 of them. */
    private long intervalAfter(boolean queueNearlyFull) {
        throttle.began();
        long began = nanos.get();
        throttle.answered(queueNearlyFull);
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        nanos.addAndGet(throttle.pause().toNanos());
        return Duration.ofNanos(nanos.get() - began).toMillis();
    }
}
