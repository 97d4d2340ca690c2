package io.cajal.studio.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One course of an experiment: its edits, how far it has gone, and what was kept on the way. */
final class Branch {
    private final int id;
    private final Integer parent;
    private final Long at;
    private final Moments moments;
    private final Curve curve;
    private List<Edit> edits;
    private long last;

    private Branch(int id, Integer parent, Long at, List<Edit> edits, Moments moments, Curve curve) {
        this.id = id;
        this.parent = parent;
        this.at = at;
        this.edits = edits;
        this.moments = moments;
        this.curve = curve;
        last = at == null ? 0 : at;
    }

    static Branch first(List<Edit> edits) {
        return new Branch(0, null, null, edits, new Moments(), new Curve());
    }

    /** A new course that shares this one's past until {@code step}. */
    Branch grow(int number, long step) {
        List<Edit> past = edits.stream().filter(edit -> edit.step() <= step).toList();
        return new Branch(number, id, step, past, moments.until(step), curve.until(step));
    }

    int id() {
        return id;
    }

    List<Edit> edits() {
        return edits;
    }

    /** The last step that was reached. */
    long last() {
        return last;
    }

    void reached(long step) {
        last = Math.max(last, step);
    }

    Moments moments() {
        return moments;
    }

    Curve curve() {
        return curve;
    }

    /** Adds an edit; one of the same number at the same step is forgotten. */
    void add(Edit edit) {
        List<Edit> more = new ArrayList<>(edits);
        more.removeIf(old -> old.step() == edit.step() && old.set().equals(edit.set())
                && old.layer() == edit.layer() && old.unit() == edit.unit() && old.input() == edit.input());
        int at = 0;
        while (at < more.size() && more.get(at).step() <= edit.step()) {
            at++;
        }
        more.add(at, edit);
        edits = List.copyOf(more);
    }

    Map<String, Object> toJson() {
        return Spec.ordered("id", id, "parent", parent, "at", at, "last", last, "edits",
                edits.stream().map(Edit::toJson).toList());
    }
}
