// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** What a client may send that means no good: noise, almost JSON, proper JSON with hostile fields, and mutations of them. */
final class HostileText {
    private static final String SYNTAX = "{}[]\",:\\/ \n\t-+.eEtrufalsn0123456789";
    private static final List<String> TYPES = List.of(
            "ask", "deadly", "picky", "ack", "auth", "hello", "gap", "message", "drain", "", "\u0000", "ASK", "a b");
    private static final List<String> NAMES =
            List.of("type", "id", "seq", "epoch", "token", "data", "user_id", "connection_id", "__proto__", "");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "1.5",
            "1e1",
            "9007199254740992",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "1e308",
            "1e309",
            "1e-400",
            "1e999999999",
            "1e-999999999",
            "9".repeat(100),
            "9".repeat(101),
            "0." + "3".repeat(300),
            "01",
            "+1",
            ".5",
            "5.",
            "NaN",
            "Infinity",
            "0x10");

    private final Random random;
    private final List<String> tokens;

    HostileText(Random random, List<String> tokens) {
        this.random = random;
        this.tokens = tokens;
    }

    String next() {
        List<Supplier<String>> kinds = List.of(
                this::noise,
                this::almostJson,
                this::frame,
                this::frame,
                this::frame,
                () -> mutated(frame()),
                () -> mutated(frame()),
                this::deep,
                () -> frame() + frame(),
                this::oversize,
                this::auth);
        return pick(kinds).get();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String noise() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(200);
        for (int i = 0; i < length; i++) {
            text.append(character());
        }
        return text.toString();
    }

    private char character() {
        return switch (random.nextInt(6)) {
            case 0 -> (char) random.nextInt(0x20);
            case 1 -> (char) (0xd800 + random.nextInt(0x800));
            case 2 -> (char) random.nextInt(0x10000);
            default -> (char) (0x20 + random.nextInt(0x5f));
        };
    }

    private String almostJson() {
        StringBuilder text = new StringBuilder("{");
        int length = random.nextInt(300);
        for (int i = 0; i < length; i++) {
            text.append(SYNTAX.charAt(random.nextInt(SYNTAX.length())));
        }
        return text.toString();
    }

    private String frame() {
        StringBuilder text = new StringBuilder("{\"type\":");
        text.append(random.nextInt(10) == 0 ? value(2) : quoted(pick(TYPES)));
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) {
            text.append(",\"").append(pick(NAMES)).append("\":").append(value(4));
        }
        return text.append('}').toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> pick(NUMBERS);
            case 1 -> String.valueOf(random.nextInt(100));
            case 2 -> quoted(noise());
            case 3 -> pick(List.of("null", "true", "false"));
            case 4 -> quoted(pick(List.of("\\ud83d", "\\u0000", "\\udc00\\ud800", "\\", "\\x", "e:1", "c-1")));
            case 5 -> quoted("x".repeat(random.nextInt(200)));
            case 6 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            default -> "{\"" + pick(NAMES) + "\":" + value(depth - 1) + ",\"k\":" + value(depth - 1) + "}";
        };
    }

    /** Leaves out escaping now and then. */
    private String quoted(String text) {
        return "\"" + (random.nextInt(8) == 0 ? text : text.replace("\"", "'")) + "\"";
    }

    private String mutated(String text) {
        StringBuilder mutated = new StringBuilder(text);
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times && !mutated.isEmpty(); i++) {
            int at = random.nextInt(mutated.length());
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, mutated.substring(at, end));
                case 2 -> mutated.setCharAt(at, character());
                default -> mutated.setLength(at);
            }
        }
        return mutated.toString();
    }

    private String deep() {
        String opening = pick(List.of("[", "{\"a\":", "[{\"type\":", "{\"type\":\"ask\",\"data\":"));
        return opening.repeat(1 + random.nextInt(80));
    }

    private String oversize() {
        return "{\"type\":\"ask\",\"data\":{\"x\":\"" + "\u00e9".repeat(400 + random.nextInt(700)) + "\"}}";
    }

    private String auth() {
        String token = random.nextBoolean() ? pick(tokens) : noise();
        return "{\"type\":\"auth\",\"token\":" + quoted(token) + (random.nextInt(5) == 0 ? "" : "}");
    }

    /** Names and values of headers or of a query. */
    Map<String, List<String>> parameters(List<String> likely) {
        Map<String, List<String>> parameters = new HashMap<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String name = random.nextInt(3) == 0 ? noise() : pick(likely);
            List<String> values = new ArrayList<>();
            int repeated = random.nextInt(3);
            for (int j = 0; j < repeated; j++) {
                values.add(random.nextInt(3) == 0 ? pick(tokens) : noise());
            }
            parameters.put(name, values);
        }
        return parameters;
    }
}
