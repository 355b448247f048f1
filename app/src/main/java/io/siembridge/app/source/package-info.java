/**
 * The public side: one HTTP listener that takes webhooks in. It knows Javalin, the verifier and the spool, and no payload.
 */
@NullMarked
package io.siembridge.app.source;

import org.jspecify.annotations.NullMarked;
