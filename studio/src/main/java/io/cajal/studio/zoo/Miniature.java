package io.cajal.studio.zoo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * A tiny network of one type of the chart, at work. It does something only when it is asked for its next frame, and that
 * takes a fraction of a millisecond.
 */
interface Miniature {
    /** Those types that Cajal has, by their code in the chart; each call of a supplier begins a network of its own. */
    Map<String, Supplier<Miniature>> ALL = all();

    private static Map<String, Supplier<Miniature>> all() {
        Map<String, Supplier<Miniature>> all = new LinkedHashMap<>();
        all.put("P", GateLearner::new);
        all.put("FF", () -> new FunctionLearner(FunctionLearner.Task.XOR));
        all.put("RNN", () -> new SequenceReader(SequenceReader.Kind.RNN));
        all.put("LSTM", () -> new SequenceReader(SequenceReader.Kind.LSTM));
        all.put("GRU", () -> new SequenceReader(SequenceReader.Kind.GRU));
        all.put("MC", Walker::new);
        all.put("DFF", () -> new FunctionLearner(FunctionLearner.Task.PARITY));
        all.put("DCN", DigitReader::new);
        all.put("DRN", () -> new FunctionLearner(FunctionLearner.Task.DISC));
        return all;
    }

    /** Goes on a little, and shows itself. */
    Frame next();

    /**
     * What the page draws.
     *
     * @param cells what each cell of the diagram says, in −1 … 1
     * @param text which of the page's texts describes it
     * @param values for that text
     * @param picture grey values of a square in 0 … 255, or none
     */
    record Frame(double[] cells, String text, Map<String, Object> values, int[] picture) {
        Frame(double[] cells, String text, Map<String, Object> values) {
            this(cells, text, values, new int[0]);
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("cells", DoubleStream.of(cells).mapToObj(Frame::rounded).toList());
            json.put("text", text);
            json.put("values", values);
            if (picture.length > 0) {
                json.put("picture", java.util.Arrays.stream(picture).boxed().toList());
            }
            return json;
        }

        private static Double rounded(double value) {
            return Math.round(1000 * Math.clamp(value, -1, 1)) / 1000.0;
        }
    }

    /** Columns of cells one after the other. */
    static double[] joined(List<double[]> columns) {
        return columns.stream().flatMapToDouble(DoubleStream::of).toArray();
    }
}
