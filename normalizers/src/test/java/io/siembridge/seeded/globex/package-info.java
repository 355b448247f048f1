@org.jspecify.annotations.NullMarked
package io.siembridge.seeded.globex;
