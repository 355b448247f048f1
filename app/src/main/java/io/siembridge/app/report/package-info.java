/**
 * What the bridge itself has to say to a SIEM: its books, once an hour, stored and delivered like any webhook. It knows
 * the spool, but neither the sources nor the destinations; where reports go it is told.
 */
@NullMarked
package io.siembridge.app.report;

import org.jspecify.annotations.NullMarked;
