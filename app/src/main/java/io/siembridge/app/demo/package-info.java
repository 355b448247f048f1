/** Receivers that speak the real protocols, for the demo and for tests. */
@NullMarked
package io.siembridge.app.demo;

import org.jspecify.annotations.NullMarked;
