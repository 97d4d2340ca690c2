package io.cajal.optim;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * L-BFGS (Nocedal 1980): a quasi-Newton method that builds the inverse Hessian's action from the last few
 * steps s and changes of gradient y, by the two-loop recursion (Nocedal and Wright 2006, algorithm 7.4). One
 * {@link #step(Objective)} makes up to {@link #maxIterations} such iterations and evaluates the objective for
 * each, so the objective must be the same function throughout: the whole data set, not a new batch each time.
 * Defaults and stopping rules are those of PyTorch's LBFGS.
 */
public final class Lbfgs extends Optimizer {
    private static final double TOLERANCE_GRADIENT = 1e-7;
    static final double TOLERANCE_CHANGE = 1e-9;
    private static final double CURVATURE = 1e-10;

    private int maxIterations = 20;
    private int history = 100;
    private boolean strongWolfe;

    private final List<Tensor> changes = new ArrayList<>(); // y
    private final List<Tensor> moves = new ArrayList<>();   // s
    private long iterations;
    private double scale = 1; // H₀ is this multiple of the identity
    private double length;
    private Tensor direction;
    private Tensor previous;

    public Lbfgs(Layer model, double rate) {
        this(Parts.params(model), rate);
    }

    public Lbfgs(Map<String, Param> params, double rate) {
        super(params, rate);
    }

    /** Iterations in one step. */
    public Lbfgs maxIterations(int count) {
        maxIterations = (int) positive("L-BFGS's iterations", count);
        return this;
    }

    /** How many pairs (s, y) are remembered. */
    public Lbfgs history(int pairs) {
        history = (int) positive("L-BFGS's history", pairs);
        return this;
    }

    /**
     * Chooses each step's length by a search for the strong Wolfe conditions, instead of taking the learning
     * rate for it.
     */
    public Lbfgs strongWolfe() {
        strongWolfe = true;
        return this;
    }

    @Override
    protected Set<String> keeps() {
        return Set.of();
    }

    @Override
    protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        throw new CajalException(
                "L-BFGS evaluates the loss several times in a step: call step(objective), not step(gradients)");
    }

    @Override
    public double step(Objective objective) {
        if (!isPlain()) {
            throw new CajalException("L-BFGS knows no weight decay, L1, max-norm or groups: "
                    + "add such a penalty to the loss");
        }
        return Run.recording(false).call(() -> iterate(objective));
    }

    private double iterate(Objective objective) {
        Point start = evaluate(objective);
        Point now = start;
        int evaluations = 1;
        int limit = maxIterations * 5 / 4;
        for (int i = 1; i <= maxIterations && largest(now.gradient) > TOLERANCE_GRADIENT; i++) {
            iterations++;
            direction = (iterations == 1 ? now.gradient.neg() : newDirection(now.gradient)).keep();
            previous = now.gradient.keep();
            double lossBefore = now.loss;
            length = iterations == 1 ? Math.min(1, 1 / now.gradient.abs().sum().item()) * learningRate()
                    : learningRate();
            double slope = dot(now.gradient, direction);
            if (slope > -TOLERANCE_CHANGE) {
                break;
            }
            if (strongWolfe) {
                Tensor origin = flat(Tensor::detach);
                WolfeSearch search = new WolfeSearch(t -> {
                    move(origin.add(direction.mul(t)));
                    return evaluate(objective);
                }, direction, now, slope);
                WolfeSearch.Found found = search.from(length);
                length = found.length();
                now = found.point();
                evaluations += found.evaluations();
                move(origin.add(direction.mul(length)));
            } else {
                move(flat(Tensor::detach).add(direction.mul(length)));
                if (i < maxIterations) {
                    now = evaluate(objective);
                    evaluations++;
                }
            }
            if (evaluations >= limit || largest(direction) * length <= TOLERANCE_CHANGE
                    || Math.abs(now.loss - lossBefore) < TOLERANCE_CHANGE) {
                break;
            }
        }
        return start.loss;
    }

    /** Loss and gradient where the parameters are. */
    record Point(double loss, Tensor gradient) {
    }

    private Point evaluate(Objective objective) {
        Objective.Value value = Run.recording(true).call(objective::evaluate);
        Gradients gradients = value.gradients();
        return new Point(value.loss(), flat(gradients::get));
    }

    /** −H·g by the two-loop recursion. */
    private Tensor newDirection(Tensor gradient) {
        Tensor change = gradient.sub(previous);
        Tensor move = direction.mul(length);
        double curvature = dot(change, move);
        if (curvature > CURVATURE) {
            if (changes.size() == history) {
                changes.removeFirst();
                moves.removeFirst();
            }
            changes.add(change.keep());
            moves.add(move.keep());
            scale = curvature / dot(change, change);
        }
        int n = changes.size();
        double[] alpha = new double[n];
        double[] rho = new double[n];
        Tensor q = gradient.neg();
        for (int i = n - 1; i >= 0; i--) {
            rho[i] = 1 / dot(changes.get(i), moves.get(i));
            alpha[i] = dot(moves.get(i), q) * rho[i];
            q = q.sub(changes.get(i).mul(alpha[i]));
        }
        q = q.mul(scale);
        for (int i = 0; i < n; i++) {
            q = q.add(moves.get(i).mul(alpha[i] - dot(changes.get(i), q) * rho[i]));
        }
        return q;
    }

    static double dot(Tensor a, Tensor b) {
        return a.mul(b).sum().item();
    }

    static double largest(Tensor vector) {
        return vector.abs().amax().item();
    }

    /** Something of every parameter as one vector. */
    private Tensor flat(UnaryOperator<Tensor> part) {
        return Tensor.cat(0,
                params().values().stream().map(p -> part.apply(p).reshape(-1)).toArray(Tensor[]::new));
    }

    private void move(Tensor to) {
        int at = 0;
        for (Param param : params().values()) {
            int n = param.shape().elements();
            param.set(to.narrow(0, at, n).reshape(param.shape()));
            at += n;
        }
    }

    // State

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put("numbers", Exact.of(iterations, scale, length));
        if (iterations > 0) {
            all.put("direction", direction);
            all.put("previous", previous);
        }
        for (int i = 0; i < changes.size(); i++) {
            all.put("change." + i, changes.get(i));
            all.put("move." + i, moves.get(i));
        }
        return all;
    }

    @Override
    public void load(Map<String, Tensor> kept) {
        double[] numbers = kept.containsKey("numbers") ? Exact.numbers(kept.get("numbers")) : new double[0];
        int size = params().values().stream().mapToInt(p -> p.shape().elements()).sum();
        boolean fits = numbers.length == 3 && (numbers[0] == 0 || kept.containsKey("direction"))
                && kept.entrySet().stream()
                        .allMatch(
                                e -> e.getKey().equals("numbers") || e.getValue().shape().elements() == size);
        if (!fits) {
            throw new CajalException(
                    "optimizer: the kept state is not one of L-BFGS for a model of %d numbers"
                            .formatted(size));
        }
        iterations = (long) numbers[0];
        scale = numbers[1];
        length = numbers[2];
        direction = vector(kept, "direction");
        previous = vector(kept, "previous");
        changes.clear();
        moves.clear();
        for (int i = 0; kept.containsKey("change." + i); i++) {
            changes.add(vector(kept, "change." + i));
            moves.add(vector(kept, "move." + i));
        }
    }

    private Tensor vector(Map<String, Tensor> kept, String name) {
        Tensor vector = kept.get(name);
        return vector == null ? null : vector.to(params().values().iterator().next().device());
    }
}
