// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.IOException;

/**
 * Says that a folder cannot serve as the documents to search.
 *
 * <p>The message is written for the person who named the folder: what is wrong, with which folder, and what to do.
 */
public final class DocumentFolderException extends IOException {
    private static final long serialVersionUID = 1L;

    DocumentFolderException(String message) {
        super(message);
    }
}
