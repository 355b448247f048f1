/** Any HTTP collector that takes JSON. */
@NullMarked
package io.siembridge.app.destination.http;

import org.jspecify.annotations.NullMarked;
