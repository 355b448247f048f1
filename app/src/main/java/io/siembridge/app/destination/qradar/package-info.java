/** IBM QRadar: LEEF over syslog. */
@NullMarked
package io.siembridge.app.destination.qradar;

import org.jspecify.annotations.NullMarked;
