/** All the bridge knows about Soveren: how its webhooks are verified and what their payloads mean. */
@NullMarked
package io.siembridge.normalizers.soveren;

import org.jspecify.annotations.NullMarked;
