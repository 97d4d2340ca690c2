package io.cajal.zoo;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.zoo.kit.Recipe;
import java.util.List;
import java.util.Optional;

/** The recipes, in the order in which the lectures build up. Adding one is its file and its line here. */
public final class Recipes {
    private static final List<Recipe> ALL = List.of(
            new DigitsRecipe(), new Perceptron(), new Xor(), new TwoGaussians(),
            new LinearRegression(), new LogisticNeuron(), new BackpropByHand(), new Spirals(),
            new SoftmaxMnist(), new MlpMnist(), new MlpDropoutMnist(), new Zip1989(), new ZipModern(),
            new LeNet1(), new LeNet4(), new LeNet5(), new LeNet51998(), new LeNet5Distorted(),
            new PoolingCompared(), new VanishingGradients(), new BatchNormSpeedup(), new CnnMnist(),
            new CnnMnistAugmented(), new CnnMnistEnsemble(), new ModelAveraging(),
            new EarlyStoppingMnist(), new WeightPenalties(), new MaxoutMnist(), new MaxoutCnnMnist(),
            new TransferMnist(), new ResNetCifar(), new PlainVsResidual56(),
            new UnrolledRnn(), new AddingProblem(), new AddingProblemLstm(), new CopyMemory(),
            new MnistByRows(), new SequentialMnist(), new AdditionSeq2Seq(), new NamesRnn(),
            new MarkovChain(),
            new CharLstm(), new CharTransformer(), new CharCnnAgNews(), new AirlineForecast(),
            new SunspotsForecast());

    private Recipes() {
    }

    public static List<Recipe> all() {
        return ALL;
    }

    public static Optional<Recipe> find(String name) {
        return ALL.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
    }

    /** The recipe of that name, or an error that suggests the nearest one. */
    public static Recipe named(String name) {
        List<String> names = ALL.stream().map(Recipe::name).toList();
        return find(name)
                .orElseThrow(() -> new CajalException("unknown recipe \"%s\"%s; cajal recipes lists them all"
                        .formatted(name, Nearest.hint(name, names))));
    }
}
