/** What destinations over syslog share: message headers, framing, and a connection that knows how it loses. */
@NullMarked
package io.siembridge.app.destination.syslog;

import org.jspecify.annotations.NullMarked;
