// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.examples.agentchat.Options.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void the_last_word_counts() throws UsageException {
        assertEquals(
                new Options("0.0.0.0", 18080, Path.of("/tmp"), false),
                Options.parse(List.of("--docs", "docs", "--port", "18080", "--docs=/tmp", "--host", "0.0.0.0")));
        assertEquals(new Options("127.0.0.1", 8080, Path.of("docs"), false), Options.parse(List.of()));
        assertTrue(Options.parse(List.of("--help")).help());
    }

    @ParameterizedTest
    @CsvSource({
        "--port, --port needs a value.",
        "--port=x, '--port is \"x\", not a number from 0 to 65535.'",
        "--port=65536, '--port is \"65536\", not a number from 0 to 65535.'",
        "--colour, there is no option --colour.",
        "docs, there is no option docs."
    })
    void what_is_wrong_is_said(String argument, String message) {
        assertEquals(
                message,
                assertThrows(UsageException.class, () -> Options.parse(List.of(argument)))
                        .getMessage());
    }

    @Test
    void wrong_usage_and_wrong_folders_end_with_a_status() {
        assertEquals(2, AgentChat.run(List.of("--port=x")));
        assertEquals(1, AgentChat.run(List.of("--port=0", "--docs=/no/such/folder")));
        assertEquals(0, AgentChat.run(List.of("--help")));
    }
}
