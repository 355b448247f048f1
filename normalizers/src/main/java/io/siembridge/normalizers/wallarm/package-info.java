/**
 * All the bridge knows about Wallarm: how its webhooks are verified and what their payloads mean. Each item of a body is
 * a {@code Notification}; each kind of notification has its {@code Mapping}; what no mapping takes is a base event.
 */
@NullMarked
package io.siembridge.normalizers.wallarm;

import org.jspecify.annotations.NullMarked;
