/** Fluentd and Fluent Bit: the forward protocol, version 1. */
@NullMarked
package io.siembridge.app.destination.fluentd;

import org.jspecify.annotations.NullMarked;
