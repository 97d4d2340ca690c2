package io.cajal.studio.images;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import io.cajal.studio.kit.Part;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A page that looks into a network. What it asks is checked at once, and worked out by threads of the part. */
final class Viewer implements Part.Guest {
    private static final int MOST_STEPS = 50;
    private static final long MOST_ID = 1L << 50;

    private final Shelf shelf;
    private final Supplier<Examples> examples;
    private final Outlet outlet;
    private final Newest work;
    /** The search for examples takes seconds, and nothing waits for it. */
    private final Newest search;
    private volatile Net net;
    /** Only touched by {@link #work}, which does one thing at a time. */
    private Climb climb;

    Viewer(Shelf shelf, Supplier<Examples> examples, Outlet outlet, Executor executor) {
        this.shelf = shelf;
        this.examples = examples;
        this.outlet = outlet;
        work = new Newest(executor);
        search = new Newest(executor);
    }

    @Override
    public void said(Message message) {
        Ask ask = Ask.of(message.choice("ask", Ask.WORDS));
        long id = message.whole("id", 0, MOST_ID);
        Consumer<Frame> answer = frame -> outlet
                .send(frame.put("kind", ask.word()).put("id", id).bytes());
        switch (ask) {
            case LIST -> put(ask, () -> answer.accept(new Frame().put("networks",
                    shelf.entries().stream().map(Shelf.Entry::json).toList())));
            case OPEN -> {
                String name = message.text("network");
                put(ask, () -> answer.accept(open(name)));
            }
            case LOOK -> {
                Supplier<Scene> scene = scene(message);
                boolean activated = message.flag("activated");
                boolean integrated = message.flag("integrated");
                put(ask, () -> answer.accept(Look.of(scene.get(), activated, integrated)));
            }
            case CURVES -> {
                Supplier<Scene> scene = scene(message, true);
                put(ask, () -> answer.accept(Curves.of(scene.get())));
            }
            case OCCLUSION -> {
                Supplier<Scene> scene = scene(message, true);
                int size = message.count("size", 1, 64);
                double shade = message.number("shade", 0, 1);
                put(ask, () -> answer.accept(occlusion(scene.get(), size, shade)));
            }
            case CLIMB -> put(ask, climb(message, answer));
            case EXAMPLES -> {
                Net opened = opened();
                search.put(ask, guarded(() -> examples(opened, answer)));
            }
        }
    }

    private void put(Ask ask, Runnable doing) {
        work.put(ask, guarded(doing));
    }

    /** Work that cannot fail: what goes wrong is said to the page. Its loops leave the other processors to trainings. */
    private Runnable guarded(Runnable doing) {
        return () -> {
            try {
                Workers.alone(() -> {
                    doing.run();
                    return null;
                });
            } catch (CajalException e) {
                outlet.say(Map.of("error", e.getMessage()));
            } catch (OutOfMemoryError e) {
                outlet.say(Map.of("error", "the studio is short of memory"));
            } catch (RuntimeException | StackOverflowError e) {
                outlet.say(Map.of("error", "the network cannot be shown: " + e));
            }
        };
    }

    private Frame open(String name) {
        Net opened = shelf.open(name);
        net = opened;
        climb = null;
        return opened.describe().put("name", name).put("digits", Examples.fit(opened));
    }

    private void examples(Net opened, Consumer<Frame> answer) {
        if (Examples.fit(opened)) {
            answer.accept(examples.get().right(opened));
            answer.accept(examples.get().wrong(opened));
        }
    }

    private static Frame occlusion(Scene scene, int size, double shade) {
        int place = scene.asked();
        return Occlusion.of(scene, place, size, shade).frame().put("asked", place);
    }

    /** Begins anew where the message has settings; else goes on. */
    private Runnable climb(Message message, Consumer<Frame> answer) {
        Net opened = opened();
        Climb.Settings settings = message.has("stage") ? Climb.Settings.read(message, opened) : null;
        int steps = message.count("steps", 0, MOST_STEPS);
        return () -> {
            if (settings != null) {
                climb = new Climb(opened, settings);
            }
            if (climb == null || climb.net() != opened) {
                throw new CajalException("climb: say first which unit of which stage it is for");
            }
            for (int i = 0; i < steps; i++) {
                climb.step();
            }
            answer.accept(climb.frame());
        };
    }

    private Net opened() {
        if (net == null) {
            throw new CajalException("open a network first");
        }
        return net;
    }

    private Supplier<Scene> scene(Message message, boolean classes) {
        if (classes && !opened().hasClasses()) {
            throw new CajalException("this network has no classes that could be asked about");
        }
        return scene(message);
    }

    /** Checks what is asked; the drawing is brought into form when its turn comes. */
    private Supplier<Scene> scene(Message message) {
        Net opened = opened();
        List<Integer> input = opened.model().input().shape();
        Drawing drawing = Drawing.read(message.object("picture"), input);
        double angle = message.number("angle", -180, 180);
        double noise = message.number("noise", 0, 1);
        long seed = message.whole("seed", 0, Integer.MAX_VALUE);
        int place = message.count("class", -1, Math.max(0, opened.model().classes().size() - 1));
        return () -> new Scene(opened, drawing.seen(opened.height(), opened.width()), angle, noise, seed,
                place);
    }

    @Override
    public void close() {
        work.close();
        search.close();
    }
}
