package io.cajal.zoo.chart;

/**
 * What a network's cells can be: the 13 kinds by which F. van Veen's "Neural network zoo" (Asimov Institute, 2016) tells
 * networks apart. The drawings are our own: a family is a shape and a colour, a kind is the mark inside, so that neither
 * needs the other to be read.
 */
public enum CellKind {
    BACKFED_INPUT(Family.INPUT, "backfed input", "takes a value, and later shows the network's own answer",
            "M4 -3H-1.4A3 3 0 0 0 -1.4 3H3.4M1.2 .8 3.6 3 1.2 5.2"),
    INPUT(Family.INPUT, "input", "takes a value from outside", ""),
    NOISY_INPUT(Family.INPUT, "noisy input", "takes a value with noise on it",
            "M-5 1 -3.2 -3.2 -1.2 3.2 .8 -3.2 2.8 3.2 5 -1"),
    HIDDEN(Family.HIDDEN, "hidden", "weighs what comes in, adds it up and bends the sum", ""),
    PROBABILISTIC_HIDDEN(Family.HIDDEN, "probabilistic hidden",
            "draws its value by chance; what comes in sets the odds",
            "M-3.4 3.4h.01M0 0h.01M3.4 -3.4h.01"),
    SPIKING_HIDDEN(Family.HIDDEN, "spiking hidden", "gathers what comes in and fires when it is full",
            "M-5.6 2H-2L0 -5.2 1.8 4.6 2.8 2H5.6"),
    OUTPUT(Family.OUTPUT, "output", "says what the network has to say", ""),
    MATCH_INPUT_OUTPUT(Family.OUTPUT, "match input output", "is to give back what came in",
            "M-3.6 -1.8H3.6M-3.6 1.8H3.6"),
    RECURRENT(Family.MEMORY, "recurrent", "sees its own last value as well",
            "M3.2 -3A4.4 4.4 0 1 0 4.4 .6M3.6 -5.8V-2.8H.6"),
    MEMORY(Family.MEMORY, "memory", "keeps a value behind gates that open and close", "M-2 -2H2V2H-2Z"),
    DIFFERENT_MEMORY(Family.MEMORY, "different memory",
            "keeps a value in another way: with fewer gates, or spread out",
            "M-3.6 -3.6H3.6V3.6H-3.6Z"),
    KERNEL(Family.CONVOLUTION, "kernel", "slides over its input and looks for one pattern",
            "M-4 -4H4V4H-4ZM0 -4V4M-4 0H4"),
    CONVOLUTION_POOL(Family.CONVOLUTION, "convolution or pool",
            "sees one spot through a kernel, or sums a few spots up",
            "M-4.4 -4.4H4.4V4.4H-4.4ZM-1.4 -1.4H1.4V1.4H-1.4Z");

    /** What kinds have in common. Colours after Okabe and Ito (2008), which people of every colour vision tell apart. */
    enum Family {
        INPUT("#e69f00", "#33260a", "<rect x=\"-8.5\" y=\"-8.5\" width=\"17\" height=\"17\" rx=\"3\"%s/>"), //
        HIDDEN("#009e73", "#fff", "<circle r=\"9.6\"%s/>"), //
        OUTPUT("#d55e00", "#fff", "<path d=\"M0 -11.8 11.8 0 0 11.8 -11.8 0Z\"%s/>"), //
        MEMORY("#0072b2", "#fff", "<path d=\"M-5.4 -9.6H5.4L10.8 0 5.4 9.6H-5.4L-10.8 0Z\"%s/>"), //
        CONVOLUTION("#cc79a7", "#35132a",
                "<path d=\"M-4.2 -9.8H4.2L9.8 -4.2V4.2L4.2 9.8H-4.2L-9.8 4.2V-4.2Z\"%s/>");

        final String colour;
        final String ink;
        /** With a place for attributes. */
        final String shape;

        Family(String colour, String ink, String shape) {
            this.colour = colour;
            this.ink = ink;
            this.shape = shape;
        }
    }

    private final Family family;
    private final String title;
    private final String meaning;
    private final String mark;

    CellKind(Family family, String title, String meaning, String mark) {
        this.family = family;
        this.title = title;
        this.meaning = meaning;
        this.mark = mark;
    }

    Family family() {
        return family;
    }

    /** In words. */
    public String title() {
        return title;
    }

    /** What such a cell does, in a line. */
    public String meaning() {
        return meaning;
    }

    /** The drawing inside, as the data of a path of lines; empty for the plain kind of a family. */
    String mark() {
        return mark;
    }

    /** A column of so many. */
    Sketch.Column times(int count) {
        return new Sketch.Column(this, count);
    }
}
