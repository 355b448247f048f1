/**
 * TLS from PEM files, for both sides of the program. A leaf.
 */
@NullMarked
package io.siembridge.app.tls;

import org.jspecify.annotations.NullMarked;
