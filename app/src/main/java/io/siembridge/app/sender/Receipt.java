package io.siembridge.app.sender;

import java.time.Duration;

/**
 * What a webhook was answered.
 *
 * @param status HTTP status; 0 when there was no answer
 * @param webhook receipt id; empty when there is none
 * @param answer the answer's body, or what went wrong
 */
public record Receipt(int status, String webhook, String answer, Duration took) {
    public boolean isAccepted() {
        return status == 200;
    }
}
