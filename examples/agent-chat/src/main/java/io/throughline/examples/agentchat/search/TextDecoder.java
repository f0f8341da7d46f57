// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the bytes of a file into text, or finds that they are none.
 *
 * <p>In this order: a byte order mark decides (UTF-8 or UTF-16); a NUL byte means binary; bytes that are valid UTF-8 are
 * UTF-8; an HTML page says its encoding itself; the rest is taken for Windows-1252, the superset of ISO-8859-1 that old
 * text files are in. What then has more than a sprinkling of control characters was binary after all.
 */
final class TextDecoder {
    private static final Charset OLD_TEXT = Charset.forName("windows-1252");
    private static final int HTML_PROLOGUE = 2048;
    private static final Pattern HTML_CHARSET = Pattern.compile("(?i)charset\\s{0,4}=\\s{0,4}[\"']?([\\w.:-]{1,40})");

    /** Formats that pass for text by their bytes, but that nobody could read as it is. */
    private static final List<Signature> UNREADABLE = List.of(
            new Signature("%PDF-", "a PDF document"),
            new Signature("%!PS", "a PostScript document"),
            new Signature("{\\rtf", "an RTF document"));

    private TextDecoder() {}

    static String decode(byte[] bytes) throws SkipException {
        for (Signature signature : UNREADABLE) {
            if (signature.begins(bytes)) {
                throw new SkipException(
                        SkipReason.UNSUPPORTED, "it is " + signature.name() + "; convert it to text or HTML first");
            }
        }
        String text = byMark(bytes).orElse(null);
        if (text == null) {
            refuseNul(bytes);
            text = utf8(bytes).orElseGet(() -> new String(bytes, declared(bytes).orElse(OLD_TEXT)));
        }
        if (controlCharacters(text) > text.length() / 100) {
            throw binary("much of it is control characters");
        }
        return text;
    }

    private static Optional<String> byMark(byte[] bytes) {
        if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8));
        }
        if (begins(bytes, 0xFE, 0xFF)) {
            return Optional.of(new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE));
        }
        if (begins(bytes, 0xFF, 0xFE)) {
            return Optional.of(new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE));
        }
        return Optional.empty();
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> declared(byte[] bytes) {
        int length = Math.min(bytes.length, HTML_PROLOGUE);
        String prologue = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        Matcher matcher = HTML_CHARSET.matcher(prologue);
        if (!prologue.contains("<") || !matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(matcher.group(1)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static void refuseNul(byte[] bytes) throws SkipException {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw binary("byte " + i + " is zero");
            }
        }
    }

    private static long controlCharacters(String text) {
        return text.chars()
                .filter(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\b' && c != 0x1B)
                .count();
    }

    private static SkipException binary(String why) {
        return new SkipException(SkipReason.BINARY, "it is a binary file, no text (" + why + ")");
    }

    private static boolean begins(byte[] bytes, int... first) {
        if (bytes.length < first.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if ((bytes[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private record Signature(String start, String name) {
        boolean begins(byte[] bytes) {
            return TextDecoder.begins(bytes, start.chars().toArray());
        }
    }
}
