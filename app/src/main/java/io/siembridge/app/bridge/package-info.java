/**
 * The composition root: the whole validated configuration, and the one place where constructors are called and the
 * parts are started and closed.
 */
@NullMarked
package io.siembridge.app.bridge;

import org.jspecify.annotations.NullMarked;
