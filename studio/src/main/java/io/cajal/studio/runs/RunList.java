package io.cajal.studio.runs;

import io.cajal.base.CajalException;
import io.cajal.io.Shown;
import io.cajal.runs.LiveRun;
import io.cajal.studio.kit.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The list of runs, a page of it at a time: those at work first, then the newest. Of thousands of runs not all are read
 * at once: each answer takes a moment for some, and says how many are left.
 */
final class RunList {
    static final int PAGE = 40;
    private static final long BUDGET_NANOS = 100_000_000;
    private static final int MOST_FIND = 200;
    private static final List<String> STATES = List.of("all", "running", "finished", "stopped");

    private RunList() {
    }

    /**
     * What a page wants to see of it.
     *
     * @param words that must all occur
     * @param state one of {@link #STATES}
     */
    record Wish(List<String> words, String state, int from) {
        static Wish of(Message message) {
            String find = message.text("find");
            if (find.length() > MOST_FIND) {
                throw new CajalException(
                        "find: expected %d letters at most, got %s".formatted(MOST_FIND, Shown.of(find)));
            }
            return new Wish(List.of(find.toLowerCase(Locale.ROOT).strip().split("\\s+")),
                    message.choice("state", STATES), message.count("from", 0, 1_000_000));
        }

        boolean takes(ListedRun run) {
            return run.says(words) && switch (state) {
                case "running" -> run.isRunning();
                case "finished" -> run.state() == LiveRun.State.FINISHED;
                case "stopped" -> !run.isRunning() && run.state() != LiveRun.State.FINISHED;
                default -> true;
            };
        }
    }

    static Map<String, Object> json(RunsFolder folder, Wish wish) {
        List<WatchedRun> all = folder.all();
        int unread = 0;
        long end = System.nanoTime() + BUDGET_NANOS;
        List<ListedRun> taken = new ArrayList<>();
        int running = 0;
        for (WatchedRun run : all) {
            if (run.isOutOfDate() && System.nanoTime() < end) {
                run.list();
            }
            ListedRun listed = run.listed();
            if (listed == null) {
                unread++;
            } else {
                running += listed.isRunning() ? 1 : 0;
                if (wish.takes(listed)) {
                    taken.add(listed);
                }
            }
        }
        taken.sort(Comparator.comparing(ListedRun::isRunning).reversed()
                .thenComparing(run -> run.isRunning() ? run.began() : run.changed(),
                        Comparator.reverseOrder()));
        int from = Math.min(wish.from, taken.size() / PAGE * PAGE);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("all", all.size());
        json.put("running", running);
        json.put("unread", unread);
        json.put("taken", taken.size());
        json.put("from", from);
        json.put("page", PAGE);
        json.put("runs", taken.subList(from, Math.min(taken.size(), from + PAGE)).stream()
                .map(ListedRun::json).toList());
        return json;
    }
}
