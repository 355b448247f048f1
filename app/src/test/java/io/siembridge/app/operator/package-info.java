/** Tests of the operator side; fields are set before each test, so this package is not null-marked. */
package io.siembridge.app.operator;
