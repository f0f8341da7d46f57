// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.throughline.examples.agentchat.web;

import org.jspecify.annotations.NullMarked;
