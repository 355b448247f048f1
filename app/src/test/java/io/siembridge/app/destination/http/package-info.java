/** Tests of the HTTP destination; fields are set before each test, so this package is not null-marked. */
package io.siembridge.app.destination.http;
