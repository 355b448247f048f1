/**
 * Configuration files to typed values: every fault is collected with its path, none is thrown at first sight. A leaf:
 * it knows no part that is configured.
 */
@NullMarked
package io.siembridge.app.config;

import org.jspecify.annotations.NullMarked;
