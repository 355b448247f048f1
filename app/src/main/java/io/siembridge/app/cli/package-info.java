/**
 * One class a command. A command reads its options, calls what does the work and prints; it holds no logic of its own.
 */
@NullMarked
package io.siembridge.app.cli;

import org.jspecify.annotations.NullMarked;
