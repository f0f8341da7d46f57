// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

/** Counts the bytes of a text without encoding it. */
final class Utf8 {
    private Utf8() {}

    static int length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // a surrogate is half of a character of four bytes, so it adds one like a character of two
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }
}
