// SPDX-License-Identifier: Apache-2.0
/**
 * What third parties implement: providers that adapt a legacy manager, authenticators, and listeners of deliveries.
 *
 * <p>Providers are discovered by {@link java.util.ServiceLoader} or registered explicitly. Whatever decides who may come
 * in is given explicitly, never discovered.
 */
@NullMarked
package io.throughline.api.spi;

import org.jspecify.annotations.NullMarked;
