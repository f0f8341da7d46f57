// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says why a symbolic link is not followed. */
final class LinkExplainer {
    private static final int LONGEST_CHAIN = 40;

    private LinkExplainer() {}

    static String explain(Path folder, Path link) throws IOException {
        String what = "it is a symbolic link to "
                + FileNames.printable(Files.readSymbolicLink(link).toString());
        if (isCircular(link)) {
            return what + ", which leads back to the link itself";
        }
        Path real;
        try {
            real = link.toRealPath();
        } catch (IOException e) {
            return what + ", which does not exist or cannot be reached";
        }
        if (link.startsWith(real)) {
            return what + ", a folder that contains the link itself";
        }
        if (real.startsWith(folder)) {
            return what + ", which is looked at under its own name";
        }
        return what + ", outside the folder; to search that too, copy it in";
    }

    /** Whether links lead on to links for longer than any chain that somebody means to be followed. */
    private static boolean isCircular(Path link) throws IOException {
        Path current = link;
        for (int step = 0; step < LONGEST_CHAIN; step++) {
            if (!Files.isSymbolicLink(current)) {
                return false;
            }
            current = current.resolveSibling(Files.readSymbolicLink(current)).normalize();
        }
        return true;
    }
}
