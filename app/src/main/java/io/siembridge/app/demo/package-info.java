/** Receivers that speak the real protocols, and the demo that runs a bridge against them. Tests use the receivers too. */
@NullMarked
package io.siembridge.app.demo;

import org.jspecify.annotations.NullMarked;
