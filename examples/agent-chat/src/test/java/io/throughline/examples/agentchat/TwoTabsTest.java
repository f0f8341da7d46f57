// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page in a real browser: a question asked in one tab is watched in both, as its run happens. */
class TwoTabsTest {
    private static final List<String> GOLDEN_PATH =
            List.of("agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed");

    @RegisterExtension
    static final TestChat CHAT = new TestChat();

    private ChromeDriver browser;

    @BeforeEach
    void open() {
        browser = Browser.open();
    }

    @AfterEach
    void quit() {
        if (browser != null) {
            browser.quit();
        }
    }

    private String openTab(String user) {
        browser.switchTo().newWindow(WindowType.TAB);
        browser.get("http://127.0.0.1:" + CHAT.port() + "/?user=" + user);
        Await.until(
                "the tab is live",
                () -> "live".equals(browser.findElement(By.tagName("body")).getDomAttribute("data-connection-state")));
        return browser.getWindowHandle();
    }

    private void ask(String question) {
        WebElement field = browser.findElement(By.id("question"));
        field.sendKeys(question);
        browser.findElement(By.id("ask-button")).click();
    }

    private List<String> attributes(String selector, String attribute) {
        List<String> values = new ArrayList<>();
        for (WebElement element : browser.findElements(By.cssSelector(selector))) {
            values.add(String.valueOf(element.getDomAttribute(attribute)));
        }
        return values;
    }

    /** Records, as the page changes, which states of runs and which steps were shown. */
    private void watchChanges() {
        browser.executeScript("""
                window.shown = [];
                new MutationObserver(() => {
                  const run = document.querySelector('.run');
                  if (!run) return;
                  const now = run.dataset.runState + ' ' + run.querySelectorAll('.step').length;
                  if (window.shown.at(-1) !== now) window.shown.push(now);
                }).observe(document.body, {subtree: true, childList: true, attributes: true});
                """);
    }

    @Test
    void both_tabs_show_a_run_as_it_happens() throws IOException {
        String first = openTab("alice");
        watchChanges();
        String second = openTab("alice");
        ask("What does a gap frame say?");
        List<String> seqs = new ArrayList<>();
        for (String tab : List.of(second, first)) {
            browser.switchTo().window(tab);
            Await.until(
                    "the run is completed in tab " + tab,
                    () -> attributes(".run", "data-run-state").equals(List.of("completed")));
            assertEquals(GOLDEN_PATH, attributes(".run .step", "data-event-type"));
            seqs.add(String.join(",", attributes(".run .step", "data-seq")));
            assertTrue(
                    attributes(".run .passage", "data-file").contains("WIRE.md"), "the passages name their documents");
            screenshot(tab.equals(first) ? "two-tabs-first" : "two-tabs-second");
        }
        assertEquals(seqs.get(0), seqs.get(1));
        Object shown = browser.executeScript("return window.shown.join('; ')");
        assertTrue(String.valueOf(shown).contains("running"), "the run was shown while it ran: " + shown);
        assertEquals(List.of(), browser.manage().logs().get("browser").getAll());
    }

    @Test
    void several_runs_and_a_late_tab_are_shown_together() throws IOException {
        openTab("bob");
        ask("Which close code means not authenticated?");
        Await.until(
                "the first run is there",
                () -> attributes(".run", "data-run-id").size() >= 1);
        ask("Why is Lucene a dependency?");
        Await.until(
                "two more runs are completed",
                () -> attributes(".run", "data-run-state").stream()
                                .filter("completed"::equals)
                                .count()
                        >= 2);
        List<String> runs = attributes(".run", "data-run-id");
        openTab("bob");
        Await.until(
                "the late tab shows the same runs",
                () -> attributes(".run", "data-run-id").equals(runs));
        browser.manage().window().setSize(new Dimension(390, 844));
        screenshot("several-runs-phone");
    }

    private void screenshot(String name) throws IOException {
        Path file = Path.of("target", "screenshots", name + ".png");
        Files.createDirectories(file.getParent());
        Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
    }
}
