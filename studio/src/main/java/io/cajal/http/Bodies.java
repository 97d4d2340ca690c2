package io.cajal.http;

import io.cajal.io.Shown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Reads the bodies of requests: none longer than the limit, and never more of them at a time than the heap
 * can hold. Bytes that arrive take room as they come; a body that is complete takes, all at once, the room of
 * what it may become. So no slow client keeps others from work. Who comes when it is full waits a little.
 */
public final class Bodies {
    /** Bytes of heap that a byte of JSON may become; {@code [{"":0},…} comes near. */
    private static final int GROWTH = 32;
    private static final int UNIT = 1 << 12;
    private static final Pattern JSON = Pattern.compile(
            "(application/([\\w.+-]+\\+)?json|text/json)\\s*(;\\s*charset\\s*=\\s*\"?utf-?8\"?)?\\s*;?",
            Pattern.CASE_INSENSITIVE);
    private static final long PATIENCE_SECONDS = 10;
    /** Bytes a second after the first seconds: less is an attack by slowness, which no idle time ends. */
    private static final long LEAST_RATE = 1000;

    private final long limit;
    private final Duration patience;
    /** For bytes as they come: a quarter of the heap, in units. */
    private final Semaphore arriving = units(Runtime.getRuntime().maxMemory() / 4);
    /** For bodies at work: half of the heap. In order, or long ones would wait for ever. */
    private final Semaphore working = units(capacity());

    public Bodies(long limit, Duration patience) {
        this.patience = patience;
        this.limit = Math.min(limit, capacity());
    }

    /** Bytes that half of this heap can take, with what becomes of them. */
    private static long capacity() {
        return Runtime.getRuntime().maxMemory() / 2 / GROWTH;
    }

    private static Semaphore units(long bytes) {
        return new Semaphore(Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE), true);
    }

    public long limit() {
        return limit;
    }

    private static void take(Semaphore semaphore, int units) throws InterruptedException {
        if (!semaphore.tryAcquire(units, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new Refusal(503, "the server's memory is taken by other requests: try again in a moment")
                    .header("Retry-After", "1");
        }
    }

    /** Bytes that have their room in memory until they are closed. */
    public final class Body implements AutoCloseable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int arrived;
        private int worked;

        private void add(byte[] part, int length) throws InterruptedException {
            while ((long) arrived * UNIT < bytes.size() + (long) length) {
                take(arriving, 1);
                arrived++;
            }
            bytes.write(part, 0, length);
        }

        /** All of it, to be worked on. */
        public String text() throws InterruptedException {
            int units = Math.min(arrived, (int) (capacity() / UNIT));
            take(working, units);
            worked = units;
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                throw Refusal.bad("the body is not UTF-8");
            }
        }

        @Override
        public void close() {
            arriving.release(arrived);
            working.release(worked);
        }
    }

    public Body read(Request request) throws InterruptedException {
        if (request.getLength() > limit) {
            throw tooLarge();
        }
        Body body = new Body();
        try {
            InputStream in = Request.asInputStream(request);
            byte[] part = new byte[UNIT];
            long start = System.nanoTime();
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                if (body.bytes.size() + (long) n > limit) {
                    throw tooLarge();
                }
                body.add(part, n);
                long nanos = System.nanoTime() - start - patience.toNanos();
                if (nanos > 0 && body.bytes.size() < nanos / 1e9 * LEAST_RATE) {
                    throw tooSlow();
                }
            }
            return body;
        } catch (IOException e) {
            body.close();
            throw broken(e);
        } catch (RuntimeException | InterruptedException | Error e) {
            body.close();
            throw e;
        }
    }

    private Refusal tooLarge() {
        return new Refusal(413,
                "the body is longer than %,d bytes: send fewer examples at once".formatted(limit));
    }

    private static Refusal tooSlow() {
        return new Refusal(408, "the body came too slowly");
    }

    private static Refusal broken(IOException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof HttpException http && http.getCode() == 408) {
                return tooSlow();
            }
        }
        return Refusal.bad("the body ended before it was complete");
    }

    /** JSON in UTF-8, as it is, or nothing said about it. */
    public static void checkType(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type != null && !JSON.matcher(type.strip()).matches()) {
            throw new Refusal(415,
                    "expected the header Content-Type: application/json, got " + Shown.of(type));
        }
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Refusal(415, "expected a body without Content-Encoding, got "
                    + Shown.of(encoding));
        }
    }
}
