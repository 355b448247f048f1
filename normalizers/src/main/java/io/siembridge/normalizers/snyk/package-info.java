/** All the bridge knows about Snyk: how its webhooks are verified and what their payloads mean. */
@NullMarked
package io.siembridge.normalizers.snyk;

import org.jspecify.annotations.NullMarked;
