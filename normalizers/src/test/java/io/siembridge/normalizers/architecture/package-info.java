@org.jspecify.annotations.NullMarked
package io.siembridge.normalizers.architecture;
