package io.siembridge.app.source;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.bridge.RunningBridge.signature;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.response.Response;
import io.siembridge.app.bridge.RunningBridge;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge, and a sender of webhooks to it. */
@Timeout(60)
abstract class SenderStage {
    static final String PING = "{\"webhookId\":\"7c1f4a52-8f0d-4a8e-b1b2-5f3f0a7d9e10\"}";

    @TempDir
    Path folder;

    RunningBridge running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    Response snyk(String body, String transportId) {
        return given().header("X-Hub-Signature", signature("snyk", body.getBytes(UTF_8)))
                .header("X-Snyk-Event", "ping/v0")
                .header("X-Snyk-Transport-ID", transportId)
                .body(body.getBytes(UTF_8))
                .post(running.url("snyk"));
    }
}
