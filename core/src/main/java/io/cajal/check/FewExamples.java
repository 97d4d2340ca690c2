package io.cajal.check;

import io.cajal.nn.Parts;
import java.util.List;

/** Many more parameters than examples. */
record FewExamples() implements Rule {
    private static final int MANY = 100;

    @Override
    public String name() {
        return "few-examples";
    }

    @Override
    public List<Finding> look(Walk walk) {
        int examples = walk.subject().examples();
        int parameters = Parts.count(walk.subject().network());
        return examples == 0 || parameters <= (long) MANY * examples ? List.of()
                : List.of(note("the network",
                        "%,d parameters learn from %,d examples, %,d for each".formatted(parameters,
                                examples, parameters / examples),
                        "it can learn the examples by heart",
                        "watch the validation loss; take a smaller network, dropout, weight decay or augmentation"));
    }
}
