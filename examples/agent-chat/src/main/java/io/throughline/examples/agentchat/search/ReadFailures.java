// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.zip.ZipException;

/** Says in one sentence why something could not be read. */
final class ReadFailures {
    private ReadFailures() {}

    static String explain(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "it may not be read by this user; change its permissions";
        }
        if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
            return "it was removed or replaced while the folder was being indexed";
        }
        if (failure instanceof EOFException || failure instanceof ZipException) {
            return "its compressed content is damaged or incomplete";
        }
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return "it cannot be read: "
                + FileNames.printable(reason == null ? failure.getClass().getSimpleName() : reason);
    }
}
