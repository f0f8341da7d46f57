// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses: an address and how many of its leading bits count.
 *
 * <p>Source: RFC 4632, section 3.1, and RFC 4291, section 2.3. No name is ever looked up.
 */
final class Network {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /**
     * Reads an address, or a range such as {@code 10.0.0.0/8}.
     *
     * @throws InvalidArgumentException if it is neither
     */
    static Network of(String text) {
        int slash = text.indexOf('/');
        InetAddress parsed = address(slash < 0 ? text : text.substring(0, slash));
        if (parsed == null) {
            throw invalid(text);
        }
        byte[] address = parsed.getAddress();
        int all = address.length * Byte.SIZE;
        int bits = slash < 0 ? all : bits(text.substring(slash + 1));
        if (bits < 0 || bits > all) {
            throw invalid(text);
        }
        return new Network(address, bits);
    }

    private static int bits(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    }

    private static InvalidArgumentException invalid(String text) {
        return new InvalidArgumentException(
                ErrorIds.INVALID_SETTING,
                "\"" + text + "\" is no IP address or range. Write it such as \"127.0.0.1\", \"10.0.0.0/8\" or"
                        + " \"2001:db8::/32\".");
    }

    /** Reads an IP address; answers null for anything else, a name too. */
    static @Nullable InetAddress address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    boolean contains(InetAddress candidate) {
        byte[] other = candidate.getAddress();
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((other[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
