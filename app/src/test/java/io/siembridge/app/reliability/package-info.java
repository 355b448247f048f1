/**
 * Faults on purpose, against the whole bridge: killed processes, lost power, full disks, clocks that jump, floods.
 * Every test ends with the same {@link io.siembridge.app.reliability.Judge}: what was answered 200 is delivered,
 * waiting, or dead with a reason.
 */
@NullMarked
package io.siembridge.app.reliability;

import org.jspecify.annotations.NullMarked;
