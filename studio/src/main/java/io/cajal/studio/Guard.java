package io.cajal.studio;

import io.cajal.http.Refusal;
import io.cajal.io.Shown;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Lets in pages of the studio alone. Any page of the web may send requests to this machine, and may give its own name
 * this machine's address (DNS rebinding): the headers {@code Origin} and {@code Host} tell, as no page can forge them.
 */
final class Guard {
    /** An address in digits, which no name server can move. */
    private static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final String host;
    private final boolean isLoopback;

    /** @param host as the server was told to listen on */
    Guard(String host, boolean isLoopback) {
        this.host = host;
        this.isLoopback = isLoopback;
    }

    void check(Request request) {
        String asked = request.getHeaders().get(HttpHeader.HOST);
        String name = asked == null ? "" : asked.replaceFirst(":\\d*$", "");
        if (!isOurs(name)) {
            throw new Refusal(403, "the studio is not at %s: open it by the address that it printed"
                    .formatted(Shown.of(name)));
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !origin.equalsIgnoreCase("http://" + asked)) {
            throw new Refusal(403, "the studio does not answer pages of %s".formatted(Shown.of(origin)));
        }
    }

    private boolean isOurs(String name) {
        return LOOPBACK.matcher(name).matches()
                || !isLoopback && (NUMERIC.matcher(name).matches() || name.equalsIgnoreCase(host));
    }
}
