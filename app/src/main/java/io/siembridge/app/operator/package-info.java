/**
 * The operator side: a second listener for health, metrics, the API and the console. It knows Javalin, reads what it shows from the
 * spool and the workers, and keeps nothing that a restart may not lose.
 */
@NullMarked
package io.siembridge.app.operator;

import org.jspecify.annotations.NullMarked;
