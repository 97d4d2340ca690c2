package io.cajal.serve;

import io.cajal.http.Refusal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * So many requests a second for each client: a bucket that holds the requests of one second, at least one,
 * and fills steadily (token bucket).
 */
final class RateLimit {
    private static final double NANOS = 1e9;
    /** Clients that are remembered, before those that have been quiet are forgotten. */
    private static final int MANY = 10_000;

    private final double rate;
    private final double most;
    private final LongSupplier clock;
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** With {@code rate} 0, no limit. */
    RateLimit(double rate, LongSupplier clock) {
        this.rate = rate;
        this.clock = clock;
        most = Math.max(1, rate);
    }

    /** What a client has left. */
    private final class Bucket {
        private double left = most;
        private long time = clock.getAsLong();

        private synchronized boolean isFull() {
            fill();
            return left == most;
        }

        private void fill() {
            long now = clock.getAsLong();
            left = Math.min(most, left + (now - time) / NANOS * rate);
            time = now;
        }

        /** Seconds until the next request may come; 0 when this one may. */
        private synchronized double take() {
            fill();
            if (left < 1) {
                return (1 - left) / rate;
            }
            left--;
            return 0;
        }
    }

    /** Throws 429 when the client has had its share. */
    void check(String client) {
        if (rate == 0) {
            return;
        }
        if (buckets.size() > MANY) {
            buckets.values().removeIf(Bucket::isFull);
        }
        double wait = buckets.computeIfAbsent(client, _ -> new Bucket()).take();
        if (wait > 0) {
            String seconds = Long.toString((long) Math.ceil(wait));
            throw new Refusal(429,
                    "more than %s requests a second from one address: try again in %s s".formatted(
                            rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate),
                            seconds))
                    .header("Retry-After", seconds);
        }
    }
}
