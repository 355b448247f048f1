/** Tests of the demo's receivers. */
package io.siembridge.app.demo;
