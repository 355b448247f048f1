@NullMarked
package io.siembridge.app.spool;

import org.jspecify.annotations.NullMarked;
