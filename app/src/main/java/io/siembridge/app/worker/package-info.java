/**
 * Claims what is owed to a destination, normalizes it, hands it over and settles it. One worker a destination, so that a slow
 * one delays only itself.
 */
@NullMarked
package io.siembridge.app.worker;

import org.jspecify.annotations.NullMarked;
