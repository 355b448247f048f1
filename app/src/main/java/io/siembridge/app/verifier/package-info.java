/**
 * Proves a webhook authentic over its raw bytes, and signs one. It never parses a payload.
 */
@NullMarked
package io.siembridge.app.verifier;

import org.jspecify.annotations.NullMarked;
