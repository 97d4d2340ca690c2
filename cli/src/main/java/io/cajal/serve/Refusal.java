package io.cajal.serve;

import java.util.Map;

/** A request that is answered with an error: one line that says what is wrong with it, and where. */
final class Refusal extends RuntimeException {
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

    Refusal(int status, String message) {
        this(status, message, Map.of(), Map.of());
    }

    static Refusal bad(String message) {
        return new Refusal(400, message);
    }

    /** Of a field of the request's body. */
    static Refusal field(String field, String message) {
        return new Refusal(400, message, Map.of("field", field), Map.of());
    }

    Refusal header(String name, String value) {
        return new Refusal(status, getMessage(), place, Map.of(name, value));
    }

    int status() {
        return status;
    }

    /** Where in the body: {@code field}, where one can be named. */
    Map<String, Object> place() {
        return place;
    }

    Map<String, String> headers() {
        return headers;
    }
}
