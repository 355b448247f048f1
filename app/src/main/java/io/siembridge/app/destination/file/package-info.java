/** Newline-delimited JSON in files or on standard output. */
@NullMarked
package io.siembridge.app.destination.file;

import org.jspecify.annotations.NullMarked;
