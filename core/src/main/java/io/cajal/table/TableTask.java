package io.cajal.table;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.data.Notation;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.Loss;
import io.cajal.nn.Dropout;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Activations;
import io.cajal.optim.Schedule;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * To learn one column of a table from the others: its rows in three parts, and networks that are made for them.
 * {@snippet :
 * TableTask task = TableTask.of(Tables.read(path).target("species").table(), "species", Rng.of(1));
 * TableTask.Trained trained = task.train(task.plan(), Rng.of(2), trainer -> trainer);
 * double accuracy = Evaluation.of(trained.network(), task.split().test()).of(new Accuracy());
 * }
 */
public final class TableTask implements Task {
    private static final Choices CHOICES = new Choices(List.of(List.of(32), List.of(64), List.of(128),
            List.of(32, 32), List.of(64, 32), List.of(64, 64), List.of(128, 64), List.of(256, 128),
            List.of(64, 64, 64), List.of(128, 128, 64), List.of(256, 128, 64)), Choices.ACTIVATIONS,
            List.of(0.0, 0.0, 0.1, 0.2, 0.3, 0.5), 10);
    /** The least rows with which three parts make sense. */
    private static final int LEAST_ROWS = 10;
    private static final String TARGET_NOTATION = "target_notation";

    private final List<Column> inputs;
    private final Column target;
    private final Split split;
    private final Front front;
    /** Mean and deviation of the target over the training part, when it is a number. */
    private final double center;
    private final double scale;

    private TableTask(Front.Order order, Column target, Split split) {
        this.inputs = order.columns();
        this.target = target;
        this.split = split;
        front = Front.fit(order, (TableData) split.train());
        float[] y = split.train().targets();
        center = IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElse(0);
        double squares = IntStream.range(0, y.length).mapToDouble(i -> (y[i] - center) * (y[i] - center))
                .sum();
        scale = squares > 0 ? Math.sqrt(squares / y.length) : 1;
    }

    /**
     * 80 % of the rows to learn from, 10 % to choose by, 10 % for the test, drawn at random; where the target is a
     * class, each class by itself.
     */
    public static TableTask of(Table table, String target, Rng rng) {
        Column learned = learned(table, target);
        Front.Order inputs = inputs(table, target);
        TableData data = data(table, inputs, learned);
        return new TableTask(inputs, learned, TableData.isCategory(learned)
                ? Split.stratified(data, 0.8, 0.1, rng) : Split.random(data, rng));
    }

    /** As {@link #of}, k times over: each row is in the test part of one of them; a tenth of the others is watched. */
    public static List<TableTask> folds(Table table, String target, int k, Rng rng) {
        Column learned = learned(table, target);
        Front.Order inputs = inputs(table, target);
        return Split.folds(data(table, inputs, learned), k, TableData.isCategory(learned), 0.1, rng).stream()
                .map(split -> new TableTask(inputs, learned, split)).toList();
    }

    /**
     * The same shares in the order of a column, the last rows for the test: nothing is learned from the future. A date
     * is learned from as well, for its season and day of the week; a number, which only goes on and on, is not.
     */
    public static TableTask inTime(Table table, String target, String time) {
        float[] times = table.values()[table.column(time)];
        if (times.length == 0) {
            throw new CajalException("table: column %s is left out, and so gives no order".formatted(time));
        }
        Column learned = learned(table, target);
        int[] order = IntStream.range(0, table.rows()).boxed()
                .sorted((a, b) -> Float.compare(times[a], times[b])).mapToInt(i -> i).toArray();
        int first = (int) Math.round(order.length * 0.8);
        int second = (int) Math.round(order.length * 0.9);
        Front.Order inputs = Front.Order.of(table.features(target).stream()
                .filter(column -> column.kind() == Column.Kind.DATE || !column.name().equals(time)).toList(),
                table.embedded());
        TableData data = data(table, inputs, learned);
        return new TableTask(inputs, learned,
                new Split(data.subset(Arrays.copyOfRange(order, 0, first)),
                        data.subset(Arrays.copyOfRange(order, first, second)),
                        data.subset(Arrays.copyOfRange(order, second, order.length))));
    }

    private static Front.Order inputs(Table table, String target) {
        return Front.Order.of(table.features(target), table.embedded());
    }

    private static Column learned(Table table, String target) {
        Column column = table.columns().get(table.column(target));
        if (column.kind() != Column.Kind.CATEGORY && column.kind() != Column.Kind.NUMBER) {
            throw new CajalException(
                    "table: the target %s is a column of kind %s, expected a number or a category"
                            .formatted(target, column.kind()));
        }
        if (TableData.isCategory(column) && column.categories().size() < 2) {
            throw new CajalException("table: the target %s has one class only: there is nothing to tell apart"
                    .formatted(target));
        }
        if (table.rows() < LEAST_ROWS) {
            throw new CajalException(
                    "%s: %d rows with a value of %s are too few to learn from; %d are the least"
                            .formatted(table.source(), table.rows(), target, LEAST_ROWS));
        }
        if (column.categories().size() > Math.max(2, table.rows() / 2)) {
            throw new CajalException(
                    "%s: the target %s has %,d different texts in %,d rows, and classes come again and again"
                            .formatted(table.source(), target, column.categories().size(), table.rows()));
        }
        return column;
    }

    private static TableData data(Table table, Front.Order inputs, Column target) {
        if (inputs.columns().isEmpty()) {
            throw new CajalException(
                    "%s: there is no column to learn %s from; one whose words are to be learned from is named with --text"
                            .formatted(table.source(), target.name()));
        }
        return TableData.of(table, inputs.columns(), target);
    }

    /** What rows are made of: numbers first, then categories, then texts. */
    public List<Column> inputs() {
        return inputs;
    }

    public Column target() {
        return target;
    }

    @Override
    public Split split() {
        return split;
    }

    @Override
    public boolean isClasses() {
        return TableData.isCategory(target);
    }

    /** Numbers that the hidden layers see of a row. */
    public int features() {
        return front.width();
    }

    /** An example of the test part as it stood in the file, by column of {@link #inputs}. */
    public List<String> tested(int number) {
        return ((TableData) split.test()).cells(number);
    }

    @Override
    public Plan plan() {
        int texts = (int) inputs.stream().filter(column -> column.kind() == Column.Kind.TEXT).count();
        return texts == 0 ? Plan.ofTable(split.train().size(), split.validation().size(), isClasses())
                : Plan.ofTexts(split.train().size(), split.validation().size(), isClasses(),
                        texts == inputs.size());
    }

    @Override
    public Choices choices() {
        return CHOICES;
    }

    /**
     * Trains a network by that plan, which takes rows as they are. Its outputs are logits of the classes, or values in the
     * target's unit.
     */
    @Override
    public Trained train(Plan plan, Rng rng, Setup setup) {
        return train(network(plan, rng.split("weights")), plan, rng, setup);
    }

    /** The best linear model of the columns, of their categories and words, to compare a network with. */
    public Trained linear(Plan plan, Rng rng, Setup setup) {
        Plan straight = plan.linear();
        int outputs = outputs();
        return train(Sequential.of(front.linear(outputs),
                Linear.of(front.linearWidth(outputs), outputs, rng.split("weights").split("out"))), straight,
                rng,
                setup);
    }

    private Trained train(Sequential network, Plan plan, Rng rng, Setup setup) {
        History history = setup.of(trainer(network, plan)).fit(learned(), rng.split("training"));
        if (!isClasses()) {
            inUnits((Linear) network.layers().getLast());
        }
        return new Trained(network, history);
    }

    @Override
    public Trainer trainer(Layer network, Plan plan) {
        Trainer trainer = new Trainer(network, loss(plan), optimizer(network, plan)).epochs(plan.epochs())
                .batchSize(batchSize(plan)).schedule(Schedule.oneCycle()).clipNorm(1);
        if (split.validation().size() > 0) {
            trainer.validation(split.validation());
            if (plan.patience() > 0) {
                trainer.earlyStopping(plan.patience()).keepBest();
            }
        }
        return trainer;
    }

    @Override
    public Loss loss(Plan plan) {
        return isClasses() ? Task.super.loss(plan) : scaled(Task.super.loss(plan));
    }

    @Override
    public List<TableTask> inner(int k, Rng rng) {
        Dataset known = ((TableData) split.train()).and((TableData) split.validation());
        return Split.folds(known, k, isClasses(), 0, rng).stream()
                .map(fold -> new TableTask(front.order(), target,
                        new Split(fold.train(), fold.test(), split.test())))
                .toList();
    }

    @Override
    public Sequential network(Plan plan, Rng rng) {
        List<Layer> layers = new ArrayList<>();
        layers.add(front.layer(rng.split("front")));
        if (plan.dropout() > 0 && front.hasTexts()) {
            layers.add(Dropout.of(plan.dropout(), rng.split("dropout")));
        }
        int in = front.width();
        for (int i = 0; i < plan.layers().size(); i++) {
            int width = plan.layers().get(i);
            layers.add(Linear.of(in, width, rng.split(i)));
            layers.add(Activations.named(plan.activation()));
            if (plan.dropout() > 0) {
                layers.add(Dropout.of(plan.dropout(), rng.split("dropout").split(i)));
            }
            in = width;
        }
        layers.add(Linear.of(in, outputs(), rng.split("out")));
        return new Sequential(layers);
    }

    private int outputs() {
        return isClasses() ? target.categories().size() : 1;
    }

    private Loss scaled(Loss loss) {
        return (output, y) -> loss.of(output, y.sub(center).div(scale));
    }

    /** The last layer then gives the target itself, and no longer its place between mean and deviation. */
    private void inUnits(Linear last) {
        last.weight().set(last.weight().mul(scale));
        last.bias().set(last.bias().mul(scale).add(center));
    }

    /** The column that answers a model's rows, in the notation of the table that the model learned from. */
    public static Column answers(Model model, String name) {
        String known = name.equals(model.provenance().get("target")) ? model.provenance().get(TARGET_NOTATION)
                : "";
        Notation notation = Notation.DECIMAL_COMMA.name().equals(known) ? Notation.DECIMAL_COMMA
                : Notation.STANDARD;
        return model.classes().isEmpty() ? new Column(name, Column.Kind.NUMBER, List.of(), notation)
                : Column.category(name, model.classes());
    }

    /** As a file has it. */
    public Model model(Layer network, Map<String, String> provenance) {
        Map<String, String> origin = new TreeMap<>(provenance);
        if (target.notation() != Notation.STANDARD) {
            origin.put(TARGET_NOTATION, target.notation().name());
        }
        return new Model(network, Model.Input.table(inputs), target.categories(), origin);
    }
}
