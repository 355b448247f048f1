/**
 * The contract a destination fulfils and what destinations share. It knows events and the wire, and nothing of webhooks, the
 * spool or retries over time.
 */
@NullMarked
package io.siembridge.app.destination;

import org.jspecify.annotations.NullMarked;
