@org.jspecify.annotations.NullMarked
package io.siembridge.app.report;
