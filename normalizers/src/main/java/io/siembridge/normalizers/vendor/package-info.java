/**
 * The contract a vendor fulfils and what every vendor shares: reading a body, viewing its items, starting an event.
 * It knows no particular vendor, no clock, no chance, no file and no socket.
 */
@NullMarked
package io.siembridge.normalizers.vendor;

import org.jspecify.annotations.NullMarked;
