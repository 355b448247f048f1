/**
 * Events of the Open Cybersecurity Schema Framework, version 1.8.0: how one is built so that it is valid, and how it is
 * checked. It knows the schema and nothing of vendors or of the wire.
 */
@NullMarked
package io.siembridge.normalizers.ocsf;

import org.jspecify.annotations.NullMarked;
