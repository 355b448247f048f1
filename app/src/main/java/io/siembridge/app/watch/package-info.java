/**
 * What the bridge notices by itself and an operator should look at: a vendor about to give us up, a source gone silent, a canary
 * that does not arrive. It looks at the other parts and changes none of them; what it has to
 * know after a restart it keeps in the spool.
 */
@NullMarked
package io.siembridge.app.watch;

import org.jspecify.annotations.NullMarked;
