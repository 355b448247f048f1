/** All the bridge knows about Wallarm: how its webhooks are verified and what their payloads mean. */
@NullMarked
package io.siembridge.normalizers.wallarm;

import org.jspecify.annotations.NullMarked;
