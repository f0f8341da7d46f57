// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDecoderTest {
    private static final String TEXT = "Müller’s café costs 5 €\n";

    @Test
    void utf8WithAndWithoutMark() throws SkipException {
        assertEquals(TEXT, TextDecoder.decode(TEXT.getBytes(StandardCharsets.UTF_8)));
        assertEquals(TEXT, TextDecoder.decode(("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE"})
    void utf16WithMark(String charset) throws SkipException {
        assertEquals(TEXT, TextDecoder.decode(("\uFEFF" + TEXT).getBytes(Charset.forName(charset))));
    }

    @Test
    void oldWesternText() throws SkipException {
        assertEquals("Müller", TextDecoder.decode("Müller".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals(TEXT, TextDecoder.decode(TEXT.getBytes(Charset.forName("windows-1252"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<meta charset=\"koi8-r\">",
                "<meta http-equiv='Content-Type' content='text/html; charset=KOI8-R'>",
                "<?xml version='1.0'?><meta charset = koi8-r />"
            })
    void htmlSaysItself(String declaration) throws SkipException {
        String page = declaration + "<p>привет</p>";
        assertEquals(page, TextDecoder.decode(page.getBytes(Charset.forName("koi8-r"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<meta charset=\"no-such-thing\">", "<meta charset='..x:'>", "charset=koi8-r in plain text"})
    void whatItSaysMayBeNonsense(String declaration) throws SkipException {
        String page = declaration + "ü";
        assertEquals(page, TextDecoder.decode(page.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void terminalControlsAreStillText() throws SkipException {
        String page = "\u001B[1mNAME\u001B[0m\n  N\bNA\bA\f\n";
        assertEquals(page, TextDecoder.decode(page.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%PDF-1.4", "%!PS-Adobe-3.0", "{\\rtf1"})
    void documentsOfOtherFormats(String start) {
        assertThrows(SkipException.class, () -> TextDecoder.decode(start.getBytes(StandardCharsets.US_ASCII)));
    }
}
