package io.cajal.serve;

import io.cajal.base.Shape;
import io.cajal.http.Refusal;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The examples of a request's body as rows of numbers. The answer has the form of the question: an object for
 * one example, an array for an array, {@code predictions} for {@code instances}.
 */
record Examples(Form form, List<ExampleReader.Example> rows) {
    /** More are work for {@code cajal predict}, not for one request. */
    static final int MOST = 10_000;
    private static final String INSTANCES = "instances";

    enum Form {
        ONE, LIST, INSTANCES
    }

    static Examples of(Object body, ExampleReader reader) {
        if (body instanceof Map<?, ?> map && map.size() == 1 && map.get(INSTANCES) instanceof List<?> list) {
            return list(Form.INSTANCES, list, reader);
        }
        if (body instanceof List<?> list && !reader.isOne(list)) {
            return list(Form.LIST, list, reader);
        }
        return new Examples(Form.ONE, List.of(reader.read(body, "")));
    }

    private static Examples list(Form form, List<?> list, ExampleReader reader) {
        if (list.isEmpty()) {
            throw Refusal.bad("the array has no examples");
        }
        if (list.size() > MOST) {
            throw new Refusal(413,
                    "%,d examples in one request: send at most %,d".formatted(list.size(), MOST));
        }
        List<ExampleReader.Example> rows = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            rows.add(reader.read(list.get(i), "example %d: ".formatted(i)));
        }
        return new Examples(form, rows);
    }

    int count() {
        return rows.size();
    }

    /** Those from … to−1 as a batch [N × shape]. */
    Tensor batch(int from, int to, List<Integer> shape) {
        int width = rows.getFirst().numbers().length;
        float[] some = new float[(to - from) * width];
        for (int i = from; i < to; i++) {
            System.arraycopy(rows.get(i).numbers(), 0, some, (i - from) * width, width);
        }
        int[] sizes = IntStream.concat(IntStream.of(to - from), shape.stream().mapToInt(n -> n)).toArray();
        return Tensor.of(Shape.of(sizes), some);
    }
}
