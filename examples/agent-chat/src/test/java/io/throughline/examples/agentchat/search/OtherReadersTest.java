// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;

class OtherReadersTest {
    @Test
    void theEndOfTheNameTellsTheFormat() {
        assertInstanceOf(MarkdownReader.class, DocumentFormats.readerFor("a/b.MD"));
        assertInstanceOf(HtmlReader.class, DocumentFormats.readerFor("index.html"));
        assertInstanceOf(RestructuredTextReader.class, DocumentFormats.readerFor("x.rst"));
        assertInstanceOf(AsciidocReader.class, DocumentFormats.readerFor("x.adoc"));
        for (String name : List.of("README", "copyright", "changelog.Debian", "x.txt", "md", "a.b/README")) {
            assertEquals(
                    name.equals("md") ? MarkdownReader.class : PlainTextReader.class,
                    DocumentFormats.readerFor(name).getClass(),
                    name);
        }
    }

    @Test
    void restructuredText() {
        assertEquals(
                List.of(
                        "# The Title",
                        "5|intro with code and a link",
                        "# Section",
                        "12|text",
                        "-",
                        "14|Mind the gap",
                        "-",
                        "17|inside"),
                Outline.of(new RestructuredTextReader(), """
                        =========
                        The Title
                        =========

                        intro with ``code`` and `a link <https://example.org>`_

                        .. _label:
                        .. toctree::
                           :maxdepth: 2
                        Section
                        -------
                        text

                        .. note:: Mind the :term:`gap`
                        .. image::

                           inside
                        """));
    }

    @Test
    void asciidoc() {
        assertEquals(
                List.of("# Title", "3|intro code", "# Section", "8|= not a heading", "-", "10|* item"),
                Outline.of(new AsciidocReader(), """
                        = Title
                        :toc: left
                        intro `code`
                        // comment
                        == Section
                        [source,java]
                        ----
                        = not a heading
                        ----
                        * item
                        """));
    }

    @Test
    void plainTextWithTheHeadingsThatPeopleWrite() {
        assertEquals(
                List.of(
                        "# Foo for Debian",
                        "4|Hello there,",
                        "5|all.",
                        "# NAME",
                        "8|foo - does foo",
                        "# 2.1 Numbered heading",
                        "12|body",
                        "# foo (1.2-3) unstable; urgency=low",
                        "16|* First change",
                        "17|that goes on"),
                Outline.of(new PlainTextReader(), """
                        Foo for Debian
                        --------------

                        Hello there,
                        all.

                        NAME
                            foo - does foo

                        2.1 Numbered heading

                        body

                        foo (1.2-3) unstable; urgency=low

                          * First change
                            that goes on
                        """));
    }

    @Test
    void plainTextThatOnlyLooksLikeHeadings() {
        assertEquals(
                List.of("# ", "1|NO WARRANTY IS GIVEN, AND", "2|none is implied.", "3|2 apples and 3 pears"),
                Outline.of(
                        new PlainTextReader(), "NO WARRANTY IS GIVEN, AND\nnone is implied.\n2 apples and 3 pears\n"));
    }

    @Test
    void debianCopyrightFile() {
        assertEquals(
                List.of("# ", "1|Files: *", "2|License: MIT", "3|Permission is granted.", "-", "5|The end."),
                Outline.of(new PlainTextReader(), "Files: *\nLicense: MIT\n Permission is granted.\n .\n The end.\n"));
    }

    @Test
    void everyKindOfLineEnd() {
        assertEquals(List.of("# T", "2|a", "3|b", "-", "5|c"), Outline.of(new MarkdownReader(), "# T\r\na\rb\n\r\nc"));
    }
}
