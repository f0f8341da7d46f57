// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeTraversor;

/** Reads HTML: headings and blocks of text; scripts, styles and navigation are left out. */
final class HtmlReader implements DocumentReader {
    private static final String NOT_TEXT =
            "script, style, noscript, template, svg, nav, [role=navigation], iframe, object, "
                    + "form, select, button, .headerlink, a.anchor";

    @Override
    public ParsedDocument read(String text) {
        Document html = Jsoup.parse(text, "", Parser.htmlParser().setTrackPosition(true));
        html.select(NOT_TEXT).remove();
        var document = new DocumentBuilder();
        document.title(html.title());
        var blocks = new HtmlBlocks(document);
        NodeTraversor.traverse(blocks, html.body());
        blocks.end();
        return document.build();
    }
}
