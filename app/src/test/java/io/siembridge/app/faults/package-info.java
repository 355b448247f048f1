/** Every destination under every fault at once: what is owed adds up, and nobody waits for a neighbour. */
@NullMarked
package io.siembridge.app.faults;

import org.jspecify.annotations.NullMarked;
