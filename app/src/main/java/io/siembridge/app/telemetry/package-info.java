/**
 * Names of metrics and log fields. A leaf.
 */
@NullMarked
package io.siembridge.app.telemetry;

import org.jspecify.annotations.NullMarked;
