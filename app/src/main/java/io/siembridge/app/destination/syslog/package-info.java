/**
 * What destinations over syslog share: the flat fields of an event, lines that fit a size, message headers, framing, and
 * a connection that knows how it loses. It knows neither LEEF nor CEF.
 */
@NullMarked
package io.siembridge.app.destination.syslog;

import org.jspecify.annotations.NullMarked;
