@NullMarked
package io.siembridge.app.telemetry;

import org.jspecify.annotations.NullMarked;
