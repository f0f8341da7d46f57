// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Collects the text of an HTML tree block by block while the tree is walked. */
final class HtmlBlocks implements NodeVisitor {
    private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");
    private static final Set<String> CELLS = Set.of("td", "th");
    /** Blocks that stand close together: each on a line of its own within one paragraph. */
    private static final Set<String> ROWS = Set.of("li", "dt", "dd", "tr");

    private final DocumentBuilder document;
    private final StringBuilder text = new StringBuilder();
    private boolean visible;
    private boolean bullet;
    private int line;
    private int preformatted;

    HtmlBlocks(DocumentBuilder document) {
        this.document = document;
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode textNode) {
            append(textNode);
        } else if (node instanceof Element element) {
            if (element.nameIs("br")) {
                text.append(preformatted > 0 ? '\n' : ' ');
            } else if (CELLS.contains(element.normalName())) {
                text.append(visible ? "   " : "");
            } else if (isBlock(element)) {
                boundary(element);
            }
            bullet |= element.nameIs("li");
            preformatted += element.nameIs("pre") ? 1 : 0;
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element) || !isBlock(element)) {
            return;
        }
        if (HEADINGS.contains(element.normalName())) {
            document.heading(line, text.toString().replace('\n', ' '));
            clear();
        } else {
            boundary(element);
        }
        preformatted -= element.nameIs("pre") ? 1 : 0;
    }

    /** Hands on what has been collected since the last block. */
    void end() {
        if (preformatted > 0) {
            int number = line;
            for (String row : text.toString().lines().toList()) {
                document.line(number, row.stripTrailing(), true);
                number++;
            }
        } else {
            document.line(line, text.toString().strip(), true);
        }
        clear();
    }

    private void boundary(Element element) {
        end();
        if (!ROWS.contains(element.normalName())) {
            document.endParagraph();
        }
    }

    private void append(TextNode node) {
        String content = preformatted > 0 ? node.getWholeText() : node.text();
        if (!visible) {
            if (content.isBlank()) {
                return;
            }
            clear();
            visible = true;
            line = lineOf(node);
            content = (bullet ? "• " : "") + (preformatted > 0 ? withoutBlankLines(content) : content.stripLeading());
            bullet = false;
        }
        text.append(content);
    }

    private void clear() {
        text.setLength(0);
        visible = false;
    }

    private static String withoutBlankLines(String content) {
        int visibleAt = content.length() - content.stripLeading().length();
        return content.substring(content.lastIndexOf('\n', visibleAt) + 1);
    }

    /** The line of the first visible character. */
    private static int lineOf(TextNode node) {
        int line = Math.max(1, node.sourceRange().start().lineNumber());
        String whole = node.getWholeText();
        for (int i = 0; i < whole.length() && Character.isWhitespace(whole.charAt(i)); i++) {
            if (whole.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    private static boolean isBlock(Element element) {
        return element.isBlock() && !CELLS.contains(element.normalName());
    }
}
