/** The list of vendors; stands above what it lists, so that the contract below knows none of them. */
@NullMarked
package io.siembridge.normalizers;

import org.jspecify.annotations.NullMarked;
