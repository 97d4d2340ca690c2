package io.cajal.check;

/** How bad a finding is, the worst last. */
public enum Severity {
    /** Worth knowing; may well be meant. */
    NOTE,
    /** Probably costs accuracy. */
    WARNING,
    /** Cannot work as it is. */
    ERROR
}
