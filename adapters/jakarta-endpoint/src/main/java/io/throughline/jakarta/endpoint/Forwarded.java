// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Forwarded}; source: RFC 7239, section 4. Used once, by one thread. */
final class Forwarded {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    private Forwarded(String text) {
        this.text = text;
    }

    /**
     * Reads all elements of the header.
     *
     * @param values the values of its lines, which are one list together
     * @return an element for each proxy, the nearest last, parameters by their names in lower case; null if it is malformed
     */
    static @Nullable List<Map<String, String>> parse(List<String> values) {
        return new Forwarded(String.join(",", values)).elements();
    }

    private @Nullable List<Map<String, String>> elements() {
        List<Map<String, String>> elements = new ArrayList<>();
        while (true) {
            Map<String, String> element = element();
            if (element == null) {
                return null;
            }
            if (!element.isEmpty()) {
                elements.add(element);
            }
            skipBlanks();
            if (at == text.length()) {
                return elements;
            }
            if (text.charAt(at++) != ',') {
                return null;
            }
        }
    }

    private @Nullable Map<String, String> element() {
        Map<String, String> element = new HashMap<>();
        skipBlanks();
        while (at < text.length() && text.charAt(at) != ',') {
            if (text.charAt(at) == ';') {
                at++;
            } else if (!pair(element)) {
                return null;
            }
            skipBlanks();
        }
        return element;
    }

    /** Answers false for what is no pair, or names a parameter twice. */
    private boolean pair(Map<String, String> element) {
        String name = token().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || at == text.length() || text.charAt(at++) != '=') {
            return false;
        }
        boolean isQuoted = at < text.length() && text.charAt(at) == '"';
        String value = isQuoted ? quoted() : token();
        if (value == null || value.isEmpty() || element.putIfAbsent(name, value) != null) {
            return false;
        }
        skipBlanks();
        return at == text.length() || text.charAt(at) == ';' || text.charAt(at) == ',';
    }

    private String token() {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private @Nullable String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                if (at == text.length()) {
                    return null;
                }
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return null;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
