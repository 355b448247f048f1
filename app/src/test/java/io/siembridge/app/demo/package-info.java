<<<<<<< HEAD
/** Tests of the demo's receivers; fields are set before each test, so this package is not null-marked. */
=======
/** Tests of the demo's receivers. */
>>>>>>> splunk
package io.siembridge.app.demo;
