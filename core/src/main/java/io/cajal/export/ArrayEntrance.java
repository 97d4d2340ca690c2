package io.cajal.export;

import io.cajal.base.Shape;
import io.cajal.train.Model;
import java.util.ArrayList;
import java.util.List;

/** For images and plain vectors. */
record ArrayEntrance(Model model, String className) implements Entrance {
    private boolean isImage() {
        return model.input().kind().equals("image");
    }

    private boolean hasClasses() {
        return !model.classes().isEmpty();
    }

    private String input() {
        String sizes = LayerSource.sizes(Shape.of(model.input().shape().stream().mapToInt(i -> i).toArray()));
        return isImage() ? "the image, channels x height x width = " + sizes
                + ": row after row of each channel, from 0 for black to 1 for white, as the training had it"
                : "%s numbers".formatted(model.input().elements());
    }

    @Override
    public List<String> about() {
        String what = isImage() ? "images" : "rows of numbers";
        String first = hasClasses()
                ? "Tells to which of %s classes %s belong.".formatted(model.classes().size(), what)
                : "Computes what a network has learned of %s.".formatted(what);
        String call = hasClasses() ? """
                String answer = $Name.predictClass(input);
                float[] probabilities = $Name.predict(input);
                """ : "float[] values = $Name.predict(input);\n";
        return List.of(first,
                Template.fill("<pre>\nfloat[] input = new float[$n]; // $what\n" + call + "</pre>", "n",
                        model.input().elements(), "Name", className, "what",
                        isImage() ? "the pixels" : "the numbers"));
    }

    @Override
    public List<String> methods() {
        List<String> methods = new ArrayList<>();
        if (hasClasses()) {
            methods.add(Words.javadoc(List.of("The most probable class.", "@param input " + input())) + """
                    public static String predictClass(float[] input) {
                        return mostProbable(predict(input));
                    }
                    """);
        }
        methods.add(Words.javadoc(
                List.of(hasClasses() ? "The probability of each of {@link #CLASSES}." : "The values.",
                        "@param input " + input()))
                + """
                        public static float[] predict(float[] input) {
                            if (input.length != $n) {
                                throw new IllegalArgumentException("needs $n numbers, got " + input.length);
                            }
                            return network(input);
                        }
                        """.replace("$n", Integer.toString(model.input().elements())));
        return methods;
    }

    @Override
    public List<String> helpers() {
        return hasClasses() ? List.of(Texts.MOST_PROBABLE) : List.of();
    }

    @Override
    public List<String> holders() {
        return List.of();
    }
}
