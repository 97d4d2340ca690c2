package io.cajal.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations that made a result, in the order in which they ran, for printing and for export. */
public record Trace(List<Step> steps) {

    /**
     * Operation number {@code number}; inputs are earlier numbers, or −1 for an untracked constant. A leaf
     * has no operation.
     */
    public record Step(int number, Op op, List<Integer> inputs, Tensor output) {
        @Override
        public String toString() {
            String what = op == null ? output instanceof Param ? "parameter" : "input" : op + " of " + inputs;
            return "%%%d %s = %s".formatted(number, output.shape(), what);
        }
    }

    /** Everything recorded that leads to {@code result}. */
    public static Trace of(Tensor result) {
        Set<Node> found = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        if (result.node != null) {
            open.add(result.node);
        }
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (found.add(node)) {
                for (Tensor input : node.inputs) {
                    if (input.node != null) {
                        open.push(input.node);
                    }
                }
            }
        }
        List<Node> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparingLong(n -> n.number));
        Map<Node, Integer> numbers = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Node node : ordered) {
            List<Integer> inputs = new ArrayList<>();
            for (Tensor input : node.inputs) {
                inputs.add(input.node == null ? -1 : numbers.get(input.node));
            }
            numbers.put(node, steps.size());
            steps.add(new Step(steps.size(), node.op, List.copyOf(inputs), node.output()));
        }
        return new Trace(List.copyOf(steps));
    }

    /** One line an operation. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(step).append('\n'));
        return text.toString();
    }
}
