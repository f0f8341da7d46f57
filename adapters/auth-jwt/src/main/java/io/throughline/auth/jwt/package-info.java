// SPDX-License-Identifier: Apache-2.0
/** An authenticator for signed JSON Web Tokens, whose keys are given to it; it never fetches any. */
@NullMarked
package io.throughline.auth.jwt;

import org.jspecify.annotations.NullMarked;
