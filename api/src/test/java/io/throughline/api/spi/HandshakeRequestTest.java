// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeRequestTest {
    private final HandshakeRequest request = HandshakeRequest.builder("/ws")
            .headers(Map.of("cookie", List.of("a=1; session=s=2", "b=3"), "Authorization", List.of("Bearer x")))
            .query(Map.of("user", List.of("alice", "bob")))
            .build();

    @Test
    void headers_are_found_in_any_case() {
        assertEquals(Optional.of("Bearer x"), request.header("AUTHORIZATION"));
        assertEquals(Optional.empty(), request.header("Origin"));
    }

    @Test
    void cookies_are_read_from_all_lines() {
        assertEquals(Optional.of("s=2"), request.cookie("session"));
        assertEquals(Optional.of("3"), request.cookie("b"));
        assertEquals(Optional.empty(), request.cookie("sess"));
    }

    @Test
    void the_first_value_of_a_parameter_counts() {
        assertEquals(Optional.of("alice"), request.queryParameter("user"));
        assertEquals(Optional.empty(), request.queryParameter("User"));
    }
}
