/** The bridge as a user runs it, driven over loopback and compared with baselines on the same machine in the same run. */
@NullMarked
package io.siembridge.benchmarks.macro;

import org.jspecify.annotations.NullMarked;
