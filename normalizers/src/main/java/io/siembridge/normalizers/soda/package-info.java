/** All the bridge knows about Soda: how its webhooks are verified and what their payloads mean. */
@NullMarked
package io.siembridge.normalizers.soda;

import org.jspecify.annotations.NullMarked;
