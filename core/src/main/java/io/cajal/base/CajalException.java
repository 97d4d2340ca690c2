package io.cajal.base;

/**
 * Something the caller can put right. The message is one line and complete: what failed, where, what was
 * expected, what came, and a hint. Programs print the message; no user needs the stack trace.
 */
public class CajalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CajalException(String message) {
        super(message);
    }

    public CajalException(String message, Throwable cause) {
        super(message, cause);
    }
}
