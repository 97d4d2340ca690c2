package io.cajal.zoo;

import static java.util.Map.entry;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.zoo.autoencoders.Autoencoder;
import io.cajal.zoo.autoencoders.Colorize;
import io.cajal.zoo.autoencoders.ConvAutoencoder;
import io.cajal.zoo.autoencoders.Deconvolutional;
import io.cajal.zoo.autoencoders.DeepAutoencoder;
import io.cajal.zoo.autoencoders.DenoisingAutoencoder;
import io.cajal.zoo.autoencoders.Inpaint;
import io.cajal.zoo.autoencoders.RemoveWatermark;
import io.cajal.zoo.autoencoders.SparseAutoencoder;
import io.cajal.zoo.autoencoders.StackedDenoising;
import io.cajal.zoo.bayes.BayesByBackprop;
import io.cajal.zoo.bayes.McDropout;
import io.cajal.zoo.bayes.WeightAveraging;
import io.cajal.zoo.energy.BarsAndStripes;
import io.cajal.zoo.energy.DbnMnist;
import io.cajal.zoo.energy.HopfieldCapacity;
import io.cajal.zoo.energy.RbmInitialisation;
import io.cajal.zoo.energy.RbmMnist;
import io.cajal.zoo.generative.DcganMnist;
import io.cajal.zoo.generative.Dcign;
import io.cajal.zoo.generative.GanRings;
import io.cajal.zoo.generative.ImportanceWeighted;
import io.cajal.zoo.generative.MadeMnist;
import io.cajal.zoo.generative.NextFrame;
import io.cajal.zoo.generative.Pix2PixEdges;
import io.cajal.zoo.generative.PixelCnnMnist;
import io.cajal.zoo.generative.SuperResolution;
import io.cajal.zoo.generative.TextToImage;
import io.cajal.zoo.generative.VariationalAutoencoder;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.margin.DeltaRule;
import io.cajal.zoo.margin.PerceptronConvergence;
import io.cajal.zoo.margin.SvmMnist;
import io.cajal.zoo.margin.SvmUsps;
import io.cajal.zoo.memory.NtmCopy;
import io.cajal.zoo.prototype.RbfMnist;
import io.cajal.zoo.prototype.SheetUnfolds;
import io.cajal.zoo.reservoir.ChaosForetold;
import io.cajal.zoo.reservoir.ElmMnist;
import io.cajal.zoo.reservoir.SpikesToldApart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recipes, in the order in which the lectures build up. Adding one is its file and its line here. */
public final class Recipes {
    private static final List<Recipe> ALL = List.of(
            new DigitsRecipe(), new Xor(), new TwoGaussians(),
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
            new SunspotsForecast(),
            new Autoencoder(), new SparseAutoencoder(), new ConvAutoencoder(), new DeepAutoencoder(),
            new DenoisingAutoencoder(), new StackedDenoising(), new Colorize(), new RemoveWatermark(),
            new Inpaint(), new Deconvolutional(), new VariationalAutoencoder(), new ImportanceWeighted(),
            new Dcign(), new MadeMnist(), new PixelCnnMnist(), new GanRings(), new DcganMnist(),
            new Pix2PixEdges(), new SuperResolution(), new NextFrame(), new TextToImage(),
            new PerceptronConvergence(), new DeltaRule(), new SvmUsps(), new SvmMnist(), new RbfMnist(),
            new SheetUnfolds(), new ElmMnist(), new ChaosForetold(), new SpikesToldApart(),
            new HopfieldCapacity(), new BarsAndStripes(), new RbmMnist(), new DbnMnist(),
            new RbmInitialisation(), new NtmCopy(), new BayesByBackprop(), new McDropout(),
            new WeightAveraging());

    /** What begins with a recipe; those of other packages are known by their package. */
    private static final Map<String, String> HEADINGS = Map.ofEntries(
            entry("digits", "First steps"),
            entry("softmax-mnist", "Digits, by plain networks"),
            entry("zip-1989", "Convolutional networks"),
            entry("model-averaging", "Fewer errors on new data"),
            entry("resnet-cifar", "Residual networks"),
            entry("unrolled-rnn", "Sequences"),
            entry("markov-chain", "Text"),
            entry("airline-forecast", "Forecasts"),
            entry("io.cajal.zoo.autoencoders", "Autoencoders: codes, and pictures mended"),
            entry("io.cajal.zoo.generative", "Generative models: new pictures"),
            entry("io.cajal.zoo.margin", "Lines between classes"),
            entry("io.cajal.zoo.prototype", "Centres and maps"),
            entry("io.cajal.zoo.reservoir", "Drawn weights, a learned readout"),
            entry("io.cajal.zoo.energy", "Energies and odds"),
            entry("io.cajal.zoo.memory", "A network with a tape"),
            entry("io.cajal.zoo.bayes", "Odds over weights"));

    private Recipes() {
    }

    public static List<Recipe> all() {
        return ALL;
    }

    /** All of them by what they are about. */
    public static Map<String, List<Recipe>> groups() {
        Map<String, List<Recipe>> groups = new LinkedHashMap<>();
        String last = "";
        for (Recipe recipe : ALL) {
            String ofPackage = HEADINGS.get(recipe.getClass().getPackageName());
            last = ofPackage != null ? last : HEADINGS.getOrDefault(recipe.name(), last);
            groups.computeIfAbsent(ofPackage != null ? ofPackage : last, _ -> new ArrayList<>()).add(recipe);
        }
        return groups;
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
