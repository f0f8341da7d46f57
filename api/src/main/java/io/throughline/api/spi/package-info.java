// SPDX-License-Identifier: Apache-2.0
/**
 * What third parties implement: providers that adapt a legacy manager, authenticators, listeners of deliveries, and logs
 * of events.
 *
 * <p>Providers are discovered by {@link java.util.ServiceLoader} or registered explicitly. Whatever decides who may come
 * in, and where events are kept, is given explicitly, never discovered.
 */
@NullMarked
package io.throughline.api.spi;

import org.jspecify.annotations.NullMarked;
