/** JMH benchmarks of the stages a webhook goes through, fed by the bundled samples. */
@NullMarked
package io.siembridge.benchmarks;

import org.jspecify.annotations.NullMarked;
