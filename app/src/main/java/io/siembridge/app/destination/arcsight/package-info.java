/** ArcSight: CEF over syslog. */
@NullMarked
package io.siembridge.app.destination.arcsight;

import org.jspecify.annotations.NullMarked;
