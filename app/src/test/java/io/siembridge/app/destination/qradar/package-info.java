/** Tests; fields are set before each test, so this package is not null-marked. */
package io.siembridge.app.destination.qradar;
