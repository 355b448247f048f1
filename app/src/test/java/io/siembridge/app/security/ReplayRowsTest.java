package io.siembridge.app.security;

import static io.siembridge.app.security.Sender.metric;
import static io.siembridge.app.security.Sender.post;
import static io.siembridge.app.security.Sender.snyk;
import static io.siembridge.app.security.Sender.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.spool.WebhookFilter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows 6 and 8 to 10: what was sent before, or at the same time. */
@Timeout(120)
class ReplayRowsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = RunningBridge.start(folder);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static String status(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("status").textValue();
    }

    private static int stored() {
        return bridge.bridge()
                .spool()
                .webhooks(WebhookFilter.all(), Optional.empty(), 500)
                .items()
                .size();
    }

    @Nested
    class Row06UnsignedTimestamp {
        @Test
        void aCapturedWebhookIsDetectedWhateverTimeItsHeadersClaim() throws Exception {
            byte[] body = utf8("{\"captured\":\"snyk\"}");
            assertThat(status(snyk(bridge, body, "captured-1"))).isEqualTo("accepted");
            String[] fresh = {
                "X-Hub-Signature", RunningBridge.signature("snyk", body),
                "X-Snyk-Transport-ID", "captured-1",
                "X-Snyk-Timestamp", "2099-01-01T00:00:00Z",
                "X-Timestamp", "4070908800"
            };
            assertThat(status(post(bridge.url("snyk"), body, fresh))).isEqualTo("duplicate");
        }

        /** The delivery id is not signed either: a new one gets in, for a vendor may send again so, but not unnoticed. */
        @Test
        void aCapturedWebhookUnderANewDeliveryIdRaisesTheAlarm() throws Exception {
            byte[] body = utf8("{\"captured\":\"snyk again\"}");
            double before = metric(bridge, "webhooks_suspicious", "bytes_repeated");
            assertThat(status(snyk(bridge, body, "captured-2"))).isEqualTo("accepted");
            assertThat(status(snyk(bridge, body, "captured-3"))).isEqualTo("accepted");
            assertThat(metric(bridge, "webhooks_suspicious", "bytes_repeated")).isEqualTo(before + 1);
        }

        @Test
        void aCapturedWebhookOfAVendorWithoutDeliveryIdsIsADuplicate() throws Exception {
            byte[] body = utf8("{\"captured\":\"soveren\"}");
            String[] signed = {"X-Soveren-Signature", RunningBridge.signature("soveren", body)};
            assertThat(status(post(bridge.url("soveren"), body, signed))).isEqualTo("accepted");
            assertThat(status(post(
                            bridge.url("soveren"),
                            body,
                            signed[0],
                            signed[1],
                            "Date",
                            "Fri, 01 Jan 2100 00:00:00 GMT")))
                    .isEqualTo("duplicate");
        }
    }

    @Nested
    class Row08RacyDeliveryMemory {
        @Test
        void oneOfAHundredConcurrentIdenticalWebhooksIsStored() throws Exception {
            byte[] body = utf8("{\"raced\":1}");
            int before = stored();
            ExecutorService senders = Executors.newFixedThreadPool(16);
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(senders.submit(() -> status(snyk(bridge, body, "raced"))));
            }
            List<String> statuses = new ArrayList<>();
            for (Future<String> answer : answers) {
                statuses.add(answer.get());
            }
            senders.shutdown();
            assertThat(statuses).filteredOn("accepted"::equals).hasSize(1);
            assertThat(stored()).isEqualTo(before + 1);
        }
    }

    @Nested
    class Row09DedupeBeforeVerification {
        @Test
        void anUnsignedWebhookLearnsNothingOfAKnownIdAndTakesNoneAway() throws Exception {
            byte[] body = utf8("{\"known\":1}");
            assertThat(status(snyk(bridge, body, "known-id"))).isEqualTo("accepted");
            int before = stored();
            HttpResponse<String> known =
                    post(bridge.url("snyk"), body, "X-Hub-Signature", "sha256=00", "X-Snyk-Transport-ID", "known-id");
            HttpResponse<String> unknown =
                    post(bridge.url("snyk"), body, "X-Hub-Signature", "sha256=00", "X-Snyk-Transport-ID", "new-id");
            assertThat(known.statusCode()).isEqualTo(401);
            assertThat(known.body()).isEqualTo(unknown.body());
            assertThat(stored()).isEqualTo(before);
            assertThat(status(snyk(bridge, utf8("{\"valid\":\"later\"}"), "new-id")))
                    .isEqualTo("accepted");
        }

        @Test
        void anotherSourceHasAnotherMemory() throws Exception {
            byte[] body = utf8("[{\"shared\":1}]");
            assertThat(status(Sender.wallarm(bridge, body))).isEqualTo("accepted");
            assertThat(status(post(bridge.url("soda"), body, "Authorization", RunningBridge.SODA.reveal())))
                    .isEqualTo("accepted");
        }
    }

    @Nested
    class Row10SameIdOtherBody {
        @Test
        void raisesTheAlarmAndStoresBoth() throws Exception {
            double before = metric(bridge, "webhooks_suspicious", "id_reused");
            int stored = stored();
            assertThat(status(snyk(bridge, utf8("{\"first\":1}"), "reused"))).isEqualTo("accepted");
            assertThat(status(snyk(bridge, utf8("{\"second\":2}"), "reused"))).isEqualTo("accepted");
            assertThat(metric(bridge, "webhooks_suspicious", "id_reused")).isEqualTo(before + 1);
            assertThat(stored()).isEqualTo(stored + 2);
        }
    }
}
