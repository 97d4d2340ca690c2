package io.cajal.http;

import io.cajal.io.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and its answer, which is written once. */
public final class Exchange {
    public static final String JSON = "application/json";
    /** Pieces of a body that are thrown away without waiting for more. */
    private static final int AT_ONCE = 16;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final IntConsumer counter;
    private boolean begun;

    /** The counter learns the status just before a client can. */
    public Exchange(Request request, Response response, Callback callback, IntConsumer counter) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.counter = counter;
    }

    public Request request() {
        return request;
    }

    /** For the answer that is about to be sent. */
    public Exchange header(String name, String value) {
        response.getHeaders().put(name, value);
        return this;
    }

    private void begin(int status, String type) {
        if (!begun) {
            begun = true;
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            if (!response.getHeaders().contains(HttpHeader.CACHE_CONTROL)) {
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            }
            counter.accept(status);
        }
    }

    /** A part of a long answer of JSON; the last one follows with {@link #send}. */
    public void part(String text) {
        begin(200, JSON);
        try {
            Content.Sink.write(response, false, bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(String type, String text) {
        send(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(String type, byte[] body) {
        begin(200, type);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** What the client has already is still what would be sent. */
    public void sendUnchanged(String type) {
        begin(304, type);
        response.write(true, bytes(""), callback);
    }

    /** Answers with the error, unless an answer has begun: then the connection is cut. */
    public void refuse(Refusal refusal) {
        if (begun) {
            callback.failed(refusal);
            return;
        }
        refusal.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        begin(refusal.status(), JSON);
        if (hasCome()) {
            response.write(true, bytes(text(refusal)), callback);
        } else {
            close(refusal);
        }
    }

    /**
     * Whether the body is here to its end, and is thrown away. Jetty's own consumeAvailable would fail all
     * later reading.
     */
    private boolean hasCome() {
        for (int i = 0; i < AT_ONCE; i++) {
            Content.Chunk chunk = request.read();
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                return false;
            }
            chunk.release();
            if (chunk.isLast()) {
                return true;
            }
        }
        return false;
    }

    static String text(Refusal refusal) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("error", refusal.getMessage());
        error.putAll(refusal.place());
        return Json.write(error) + "\n";
    }

    /**
     * The client is still sending. If the connection were closed at once, the system would drop the answer on
     * its way, so what comes is thrown away for a while.
     */
    private void close(Refusal refusal) {
        ByteBuffer text = bytes(text(refusal));
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.remaining());
        try {
            Content.Sink.write(response, false, text); // all of it; the last write would close the connection
            if (!request.getHeaders().contains(HttpHeader.EXPECT) && refusal.status() != 408) {
                discard();
            }
        } catch (IOException e) {
            // The client is gone, or slow even now.
        }
        response.write(true, bytes(""), callback);
    }

    private void discard() throws IOException {
        InputStream in = Request.asInputStream(request);
        byte[] part = new byte[1 << 13];
        long end = System.nanoTime() + LINGER_NANOS;
        while (System.nanoTime() < end && in.read(part) >= 0) {
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
