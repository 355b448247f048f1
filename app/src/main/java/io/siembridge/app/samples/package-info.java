/** The bundled samples: webhooks as vendors send them. A leaf beside the vendors. */
@NullMarked
package io.siembridge.app.samples;

import org.jspecify.annotations.NullMarked;
