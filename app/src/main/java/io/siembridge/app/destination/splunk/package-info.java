/** Splunk's HTTP Event Collector: its envelope, its answers, its acknowledgements. */
@NullMarked
package io.siembridge.app.destination.splunk;

import org.jspecify.annotations.NullMarked;
