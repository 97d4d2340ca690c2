package io.cajal.nn;

/** Takes texts as numbers of tokens [N × L], of which shorter ones are filled up at their ends. */
public interface ReadsTokens extends Layer {
    /** The number that fills up. */
    int padding();
}
