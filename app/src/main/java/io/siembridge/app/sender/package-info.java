/** The outbound test-sender: posts webhooks signed exactly as their vendor would, one or many, and follows them. */
@NullMarked
package io.siembridge.app.sender;

import org.jspecify.annotations.NullMarked;
