package io.cajal.studio.play;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A training with a thread of its own, which alone touches it. What others want of it is put in a queue, and
 * done between two steps: so nothing needs a lock, a step is never half done, and nobody who watches makes
 * the training wait. While it is paused, the thread sleeps.
 *
 * <p>Its history is a tree of {@link Branch branches}. Going back loads the last {@link Moment} before the
 * step that is asked for, and takes the steps from there once more; they give the same bits. An edit where
 * nothing comes later is one more fact of the branch; where something does, it begins a new branch, and the
 * old one stays.
 */
final class Experiment implements AutoCloseable {
    /** Frames wait so long for the end of a seek; a longer one is watched on its way. */
    private static final long SEEK_IN_SILENCE = 150_000_000;

    private final Learner learner;
    private final Thread thread;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Branch> branches = new LinkedHashMap<>();
    private final Pace pace = new Pace();
    private volatile boolean closed;

    private Branch present;
    private Branch other;
    private int nextBranch = 1;
    private boolean playing;
    private long goal = Long.MAX_VALUE;
    private long silentUntil;
    private View.Event event;
    private boolean stopMet;

    private long version;
    private long shownVersion = -1;
    private FrameRequest pending;
    private FrameRequest shown;
    private Consumer<View> painting;
    private boolean busy;

    Experiment(Spec spec, String name) {
        learner = new Learner(spec);
        present = Branch.first(spec.edits());
        branches.put(present.id(), present);
        arrived();
        thread = Thread.ofPlatform().name("cajal-play-" + name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    // The thread

    private void run() {
        Workers.alone(() -> {
            while (!closed) {
                turn();
            }
            return null;
        });
    }

    private void turn() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
        long now = System.nanoTime();
        show(now);
        if (!playing) {
            LockSupport.park(this);
        } else if (pace.untilDue(now) > 0) {
            LockSupport.parkNanos(this, pace.untilDue(now));
        } else {
            try {
                advance();
            } catch (RuntimeException e) { // whatever it is, the page is told and may go back
                pause();
                event = new View.Event("stopped", learner.step(), "the step failed: " + e.getMessage());
            }
            pace.stepped(now);
        }
    }

    private void post(Runnable command) {
        commands.add(command);
        LockSupport.unpark(thread);
    }

    /** Has something done between two steps, and waits for it; what it throws is thrown here. */
    private <T> T ask(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        post(() -> {
            try {
                done.complete(work.get());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        while (true) {
            try {
                return done.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (closed) {
                    throw new CajalException("this experiment was closed");
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause
                        : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CajalException("the studio is closing");
            }
        }
    }

    private void tell(Runnable work) {
        ask(() -> {
            work.run();
            version++;
            return null;
        });
    }

    /** The thread ends after its present step. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    // Steps

    private void advance() {
        version++;
        double loss = learner.take();
        if (!Double.isFinite(loss)) {
            pause();
            event = new View.Event("diverged", learner.step(), Runaway.explain(learner, loss));
            return;
        }
        arrived();
        if (learner.step() >= goal) {
            pause();
        }
    }

    /** A step is done: what is new on this branch is kept, before the edits of this step. */
    private void arrived() {
        long step = learner.step();
        boolean isNew = step > present.last() || present.curve().size() == 0;
        present.reached(step);
        if (isNew && present.moments().wants(step)) {
            present.moments().keep(learner.keep());
        }
        if (isNew && step % learner.stepsPerEpoch() == 0) {
            epochEnded(step, learner.epoch());
        }
        learner.applyEdits();
    }

    private void epochEnded(long step, long epoch) {
        Scores scores = learner.scores();
        if (Curve.hasPointAt(epoch)) {
            Scores.Score train = scores.train(learner.net());
            Scores.Score test = scores.test(learner.net());
            present.curve()
                    .add(new Curve.Point(step, train.loss(), test.loss(), train.accuracy(), test.accuracy()));
        }
        if (epoch > 0) {
            String reason = Stops.reason(learner, epoch);
            boolean isMet = !reason.isEmpty();
            if (isMet && !stopMet && goal >= Limits.STEPS) { // who asks for a step gets there
                pause();
                event = new View.Event("stopped", step, reason);
            }
            stopMet = isMet;
        }
    }

    private void pause() {
        playing = false;
        goal = Long.MAX_VALUE;
    }

    private void learn(long until, double stepsPerSecond) {
        event = null;
        goal = until;
        playing = learner.step() < until;
        silentUntil = 0;
        pace.begin(stepsPerSecond, System.nanoTime());
    }

    // What the page may do

    Spec spec() {
        return learner.spec();
    }

    int stepsPerEpoch() {
        return learner.stepsPerEpoch();
    }

    /** @param epochsPerSecond 0 for as many as there can be */
    void play(double epochsPerSecond) {
        tell(() -> learn(Limits.STEPS, epochsPerSecond * learner.stepsPerEpoch()));
    }

    void stop() {
        tell(this::pause);
    }

    void steps(long count) {
        tell(() -> learn(Math.min(Limits.STEPS, learner.step() + count), 0));
    }

    /** To the end of the present epoch, and so many less one more. */
    void epochs(long count) {
        tell(() -> learn(Math.min(Limits.STEPS, (learner.epoch() + count) * learner.stepsPerEpoch()), 0));
    }

    void seek(long step) {
        tell(() -> go(step));
    }

    private void go(long step) {
        Moment moment = present.moments().before(step);
        if (step < learner.step() || moment.step() > learner.step()) {
            learner.load(moment);
        }
        stopMet = false;
        learn(step, 0);
        silentUntil = System.nanoTime() + SEEK_IN_SILENCE;
    }

    /** An edit at the present step, made of its number. */
    void edit(LongFunction<Edit> made) {
        tell(() -> {
            Edit edit = made.apply(learner.step());
            if (present.edits().size() >= Limits.EDITS) {
                throw new CajalException("edit: this branch has %d edits, which is the most".formatted(
                        Limits.EDITS));
            }
            if (learner.step() < present.last()) {
                grow();
            }
            present.add(edit);
            learner.edits(present.edits());
            learner.apply(edit);
            event = null;
        });
    }

    private void grow() {
        if (branches.size() >= Limits.BRANCHES) {
            throw new CajalException(
                    "edit: there are %d branches, which is the most; drop one first".formatted(
                            Limits.BRANCHES));
        }
        present = present.grow(nextBranch++, learner.step());
        branches.put(present.id(), present);
    }

    void take(int id) {
        tell(() -> {
            present = branch(id);
            learner.edits(present.edits());
            learner.load(present.moments().before(present.last()));
            go(present.last());
        });
    }

    void drop(int id) {
        tell(() -> {
            Branch dropped = branch(id);
            if (dropped == present) {
                throw new CajalException("drop: branch %d is the present one".formatted(id));
            }
            branches.remove(id);
            other = other == dropped ? null : other;
        });
    }

    /** @param id null for none */
    void compare(Integer id) {
        tell(() -> other = id == null ? null : branch(id));
    }

    private Branch branch(int id) {
        Branch found = branches.get(id);
        if (found == null) {
            throw new CajalException("branch: there is no branch %d".formatted(id));
        }
        return found;
    }

    /** The whole state as it is, its edits made, and the edits of its branch. */
    record Now(Moment moment, List<Edit> edits) {
    }

    Now now() {
        return ask(() -> new Now(learner.keep(), present.edits()));
    }

    // Frames

    /**
     * Has the next view painted as soon as there is something new, by {@code painter}, which must give the
     * work to another thread and end it by {@link #painted}.
     */
    void frame(FrameRequest request, Consumer<View> painter) {
        post(() -> {
            pending = request;
            painting = painter;
        });
    }

    /** The last view is painted. */
    void painted() {
        post(() -> busy = false);
    }

    private void show(long now) {
        if (pending == null || busy || playing && now < silentUntil
                || version == shownVersion && pending.isLike(shown)) {
            return;
        }
        View view = view(pending);
        shown = pending;
        shownVersion = version;
        pending = null;
        busy = true;
        painting.accept(view);
    }

    private View view(FrameRequest request) {
        View.Other compared = null;
        if (other != null) {
            long step = Math.min(learner.step(), other.last());
            Moment moment = other.moments().before(step);
            compared = new View.Other(other.id(), other.edits(), moment, playing ? moment.step() : step,
                    part(other, request.otherCurve()));
        }
        return new View(present.id(), learner.step(), learner.epoch(), present.last(), playing,
                goal >= Limits.STEPS ? null : (Long) goal, pace.stepsPerSecond(), learner.rate(),
                learner.penaltyRate(), learner.net().numbers(), part(present, request.curve()),
                branches.values().stream().map(Branch::toJson).toList(), event, compared);
    }

    private static View.CurvePart part(Branch branch, FrameRequest.Has has) {
        String id = Integer.toString(branch.id());
        int from = has.id().equals(id) ? Math.min(has.points(), branch.curve().size()) : 0;
        return new View.CurvePart(id, from, branch.curve().from(from));
    }
}
