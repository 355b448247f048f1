/**
 * What both HTTP listeners share: where they listen and how they start. Beside them it is the only package that knows
 * Javalin.
 */
@NullMarked
package io.siembridge.app.listener;

import org.jspecify.annotations.NullMarked;
