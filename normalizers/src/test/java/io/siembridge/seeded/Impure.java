package io.siembridge.seeded;

import java.io.File;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/** Each does one thing a pure function must not do. */
public final class Impure {
    private Impure() {}

    public record Socket(java.net.Socket socket) {}

    public record Database(Connection connection) {}

    public record FilePath(Path path) {}

    public record OldFile(File file) {}

    public record Stream(InputStream stream) {}

    public record Log(Logger logger) {}

    public record OldDate(Date date) {}

    public record TickingClock(Clock clock) {}

    public record Dice(Random dice) {}

    public record StrongDice(SecureRandom dice) {}

    public record NewDice(RandomGenerator dice) {}

    public static final class Resolver {
        public byte[] resolve(String name) throws UnknownHostException {
            return InetAddress.getByName(name).getAddress();
        }
    }

    public static final class InstantNow {
        public Instant time() {
            return Instant.now();
        }
    }

    public static final class LocalNow {
        public LocalDate time() {
            return LocalDate.now(ZoneOffset.UTC);
        }
    }

    public static final class ClockReference {
        public Supplier<Instant> time() {
            return Instant::now;
        }
    }

    public static final class Millis {
        public long time() {
            return System.currentTimeMillis();
        }
    }

    public static final class Nanos {
        public long time() {
            return System.nanoTime();
        }
    }

    public static final class HomeZone {
        public ZoneId zone() {
            return ZoneId.systemDefault();
        }
    }

    public static final class Environment {
        public int size() {
            return System.getenv().size();
        }
    }

    public static final class SharedDice {
        public int roll() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    public static final class MathDice {
        public double roll() {
            return Math.random();
        }
    }

    public static final class RandomId {
        public UUID id() {
            return UUID.randomUUID();
        }
    }
}
