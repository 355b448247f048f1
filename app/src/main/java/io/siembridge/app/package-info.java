/**
 * The program: its entry point and nothing else.
 */
@NullMarked
package io.siembridge.app;

import org.jspecify.annotations.NullMarked;
