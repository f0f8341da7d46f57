// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the audit sees each way in which managers drift apart. */
class SignatureAuditTest {

    /** A protocol of a few methods. */
    public interface Protocol {
        int count();

        List<String> names(Map<String, ?> of);

        void close();
    }

    /** Keeps the protocol. */
    public static class Faithful implements Protocol {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public List<String> names(Map<String, ?> of) {
            return List.of();
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "faithful";
        }
    }

    /** Has drifted away, in each way there is. */
    public static class Drifted {
        public long count() {
            return 0;
        }

        public List<Object> names(Map<String, ?> of) {
            return List.of();
        }

        public List<String> names(List<String> of) {
            return of;
        }

        public void sendAnyhow() {}
    }

    /** Declares an exception that the protocol does not. */
    public static class Throwing {
        public void close() throws IOException {}
    }

    @Test
    void a_faithful_manager_has_no_findings() {
        assertEquals(
                new SignatureAudit(List.of(), List.of(), List.of()), SignatureAudit.of(Protocol.class, Faithful.class));
    }

    @Test
    void sees_what_is_missing_mismatched_overloaded_and_extra() {
        SignatureAudit audit = SignatureAudit.of(Protocol.class, Drifted.class);
        assertEquals(1, audit.missing().size());
        assertTrue(audit.missing().get(0).contains("close()"));
        assertEquals(3, audit.mismatched().size(), audit.mismatched()::toString);
        assertTrue(audit.mismatched().stream().anyMatch(text -> text.contains("long") && text.contains("count()")));
        assertTrue(audit.mismatched().stream().anyMatch(text -> text.contains("java.util.List<java.lang.Object>")));
        assertTrue(audit.mismatched().stream().anyMatch(text -> text.endsWith("overloads a name of the protocol")));
        assertEquals(
                List.of("sendAnyhow"),
                audit.extra().stream().map(Method::getName).toList());
    }

    @Test
    void sees_declared_exceptions() {
        assertEquals(
                1,
                SignatureAudit.of(Protocol.class, Throwing.class).mismatched().size());
    }
}
