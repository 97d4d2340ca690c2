package io.cajal.http;

import java.util.Map;

/** A request that is answered with an error: one line that says what is wrong with it, and where. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, Object> place;
    private final transient Map<String, String> headers;

    private Refusal(int status, String message, Map<String, Object> place, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.place = place;
        this.headers = headers;
    }

    public Refusal(int status, String message) {
        this(status, message, Map.of(), Map.of());
    }

    public static Refusal bad(String message) {
        return new Refusal(400, message);
    }

    /** Of a field of the request's body. */
    public static Refusal field(String field, String message) {
        return new Refusal(400, message, Map.of("field", field), Map.of());
    }

    public Refusal header(String name, String value) {
        return new Refusal(status, getMessage(), place, Map.of(name, value));
    }

    public int status() {
        return status;
    }

    /** Where in the body: {@code field}, where one can be named. */
    public Map<String, Object> place() {
        return place;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
