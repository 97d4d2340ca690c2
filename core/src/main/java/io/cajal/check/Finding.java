package io.cajal.check;

/**
 * Something that is probably wrong.
 *
 * @param rule the rule that found it, such as {@code dead-units}
 * @param where the layer, as {@code Relu 3}, or the column
 * @param what was found
 * @param why it matters
 * @param change what to do about it
 */
public record Finding(Severity severity, String rule, String where, String what, String why, String change) {
}
