@NullMarked
package io.siembridge.app.verifier;

import org.jspecify.annotations.NullMarked;
