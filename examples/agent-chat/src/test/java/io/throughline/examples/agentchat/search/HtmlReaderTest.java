// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReaderTest {
    private static List<String> outline(String html) {
        return Outline.of(new HtmlReader(), html);
    }

    @Test
    void headingsAndBlocksWithTheirLines() {
        String html = """
                <!DOCTYPE html>
                <html><head><title>The Page</title><style>p { color: red }</style></head>
                <body>
                <nav><a href="/">Home</a></nav>
                <h1>Top <em>level</em></h1>
                <p>
                  One paragraph
                  over lines with <b>bold</b> text.
                </p><p>Another &amp; more.
                <script>alert("no")</script>
                <h2>Sub<a class="headerlink" href="#s">¶</a></h2>
                Bare text<br>goes on.
                </body></html>
                """;
        assertEquals(
                List.of(
                        "# Top level",
                        "7|One paragraph over lines with bold text.",
                        "-",
                        "9|Another & more.",
                        "# Sub",
                        "12|Bare text goes on."),
                outline(html));
        assertEquals("The Page", new HtmlReader().read(html).title());
    }

    @Test
    void listsAndTablesAreRows() {
        assertEquals(
                List.of("# ", "2|• one", "3|• two", "-", "5|a   b", "6|1   2"),
                outline(
                        "<ul>\n<li>one\n<li><span>two</span>\n</ul><table>\n<tr><th>a<th>b</tr>\n<tr><td>1<td>2</table>"));
    }

    @Test
    void preformattedTextKeepsItsShape() {
        assertEquals(
                List.of("# ", "2|if (a) {", "3|    b();", "4|}"),
                outline("<pre>\nif (a) {\n    <i>b</i>();\n}\n</pre>"));
    }

    @Test
    void aPageWithoutHeadingsHasItsTitle() {
        assertEquals(
                "Only title",
                PassageCutter.cut(new HtmlReader().read("<title>Only title</title><p>x"), 100)
                        .get(0)
                        .heading());
    }

    @Test
    void brokenHtmlIsReadAllTheSame() {
        assertEquals(
                List.of("# ", "1|a < b and c", "-", "2|end"), outline("<p>a < b and</x> c\n<p>end</p></div></table>"));
    }
}
