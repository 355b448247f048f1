/**
 * The operator side: a second listener for health, metrics and the API. It knows Javalin and reads what it shows from the spool
 * and the workers.
 */
@NullMarked
package io.siembridge.app.operator;

import org.jspecify.annotations.NullMarked;
