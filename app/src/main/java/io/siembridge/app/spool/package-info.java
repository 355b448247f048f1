/**
 * The durable store and queue: the only package that knows SQL. It accepts only what the verifier has passed, and knows
 * nothing of payloads, events or SIEMs.
 */
@NullMarked
package io.siembridge.app.spool;

import org.jspecify.annotations.NullMarked;
