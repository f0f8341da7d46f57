// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page in a browser, as a person sees it. */
final class ChatPage implements AutoCloseable {
    private static final Dimension DESKTOP = new Dimension(1280, 800);
    private static final Dimension PHONE = new Dimension(390, 844);

    private final ChromeDriver browser = Browser.open();

    void open(int port, String user) {
        browser.get("http://127.0.0.1:" + port + "/?user=" + user);
        awaitConnection("live");
    }

    void reload() {
        browser.navigate().refresh();
        awaitConnection("live");
    }

    void ask(String question) {
        browser.findElement(By.id("question")).sendKeys(question);
        browser.findElement(By.id("ask-button")).click();
    }

    void awaitConnection(String state) {
        Await.until(
                "the connection is " + state,
                () -> state.equals(browser.findElement(By.tagName("body")).getDomAttribute("data-connection-state")));
    }

    void awaitSteps(int count) {
        Await.until(() -> count + " steps are shown, of " + steps(), () -> steps().size() == count);
    }

    void awaitRuns(String... states) {
        Await.until(() -> List.of(states) + " but shown are " + runs(), () -> runs().equals(List.of(states)));
    }

    /** The states of the runs, newest first. */
    List<String> runs() {
        return attributes(".run", "data-run-state");
    }

    List<String> steps() {
        return attributes(".run .step", "data-event-type");
    }

    List<String> seqs() {
        return attributes(".run .step", "data-seq");
    }

    List<String> gaps() {
        return attributes(".notice.gap", "data-gap-reason");
    }

    /** What an element says, also while it still fades in. */
    String text(String selector) {
        return String.valueOf(
                browser.executeScript("return document.querySelector(arguments[0])?.textContent", selector));
    }

    /** All at one moment, since the page may change between two calls. */
    @SuppressWarnings("unchecked")
    private List<String> attributes(String selector, String attribute) {
        Object values = browser.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((it) => it.getAttribute(arguments[1]) ?? '')",
                selector,
                attribute);
        return new ArrayList<>((List<String>) values);
    }

    /** Draws it as it is, on a desktop and on a phone. */
    void screenshot(String name) throws IOException {
        draw(name);
        browser.manage().window().setSize(PHONE);
        draw(name + "-phone");
        browser.manage().window().setSize(DESKTOP);
    }

    private void draw(String name) throws IOException {
        Await.until("what appears has appeared", () -> Boolean.TRUE.equals(browser.executeScript("""
                return document.getAnimations().every((it) =>
                  it.playState === 'finished' || it.effect.getComputedTiming().endTime === Infinity)
                """)));
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        browser.quit();
    }
}
