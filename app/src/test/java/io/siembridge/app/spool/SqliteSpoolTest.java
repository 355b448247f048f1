package io.siembridge.app.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

final class SqliteSpoolTest {
    @Nested
    final class Accepting extends AcceptingContract {
        Accepting() {
            super(SqliteSpoolTest::spool);
        }
    }

    @Nested
    final class Claiming extends ClaimingContract {
        Claiming() {
            super(SqliteSpoolTest::spool);
        }
    }

    @Nested
    final class Settling extends SettlingContract {
        Settling() {
            super(SqliteSpoolTest::spool);
        }
    }

    @Nested
    final class DeadLetters extends DeadLetterContract {
        DeadLetters() {
            super(SqliteSpoolTest::spool);
        }
    }

    @Nested
    final class Replaying extends ReplayContract {
        Replaying() {
            super(SqliteSpoolTest::spool);
        }
    }

    @Nested
    final class Looking extends LookingContract {
        Looking() {
            super(SqliteSpoolTest::spool);
        }
    }

    @Nested
    final class Upkeep extends UpkeepContract {
        Upkeep() {
            super(SqliteSpoolTest::spool);
        }
    }

    private static Spool spool(Path file, TestTime time, SpoolListener listener) {
        SpoolConfig config = new SpoolConfig(file, Duration.ofDays(7), 1L << 30, 1 << 20);
        return new SqliteSpool(config, time, time.nanos(), listener, source -> SpoolContract.WINDOW, 3);
    }
}
