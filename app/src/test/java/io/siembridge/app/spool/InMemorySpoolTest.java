package io.siembridge.app.spool;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

final class InMemorySpoolTest {
    @Nested
    final class Accepting extends AcceptingContract {
        Accepting() {
            super(InMemorySpoolTest::spool);
        }
    }

    @Nested
    final class Claiming extends ClaimingContract {
        Claiming() {
            super(InMemorySpoolTest::spool);
        }
    }

    @Nested
    final class Settling extends SettlingContract {
        Settling() {
            super(InMemorySpoolTest::spool);
        }
    }

    @Nested
    final class DeadLetters extends DeadLetterContract {
        DeadLetters() {
            super(InMemorySpoolTest::spool);
        }
    }

    @Nested
    final class Replaying extends ReplayContract {
        Replaying() {
            super(InMemorySpoolTest::spool);
        }
    }

    @Nested
    final class Looking extends LookingContract {
        Looking() {
            super(InMemorySpoolTest::spool);
        }
    }

    @Nested
    final class Upkeep extends UpkeepContract {
        Upkeep() {
            super(InMemorySpoolTest::spool);
        }
    }

    private static Spool spool(Path file, TestTime time, SpoolListener listener) {
        return new InMemorySpool(time, time.nanos(), listener, source -> SpoolContract.WINDOW);
    }
}
