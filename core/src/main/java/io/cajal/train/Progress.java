package io.cajal.train;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * Shows a training to a person. On a terminal one line is redrawn a few times a second: a bar, the loss, the
 * speed and the time left; every epoch leaves its line behind, of more than {@value #MANY} only some do. Elsewhere
 * (a file, a pipe, CI) there are only those lines.
 */
public final class Progress implements Listener {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final int BAR = 24;
    private static final int MANY = 50;
    private static final int SHOWN = 25;
    private static final String BLOCKS = " ▏▎▍▌▋▊▉█";

    private final PrintStream out;
    private final boolean terminal;
    private Plan plan;
    private long drawn;
    private int width;

    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void started(Plan plan) {
        this.plan = plan;
    }

    @Override
    public void stepped(Step step) {
        long now = System.nanoTime();
        if (!terminal || now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        double done = (double) step.step() / plan.stepsPerEpoch();
        redraw(String.format(Locale.ROOT, "epoch %s %s loss %-8.4g %7s ex/s  %s left", counter(step.epoch()),
                bar(done),
                step.meanLoss(), count(step.examplesPerSecond()), time(plan.secondsLeft(step))));
    }

    @Override
    public void finishedEpoch(History.Epoch epoch, boolean best) {
        int number = epoch.number();
        int every = plan.epochs() <= MANY ? 1 : Math.ceilDiv(plan.epochs(), SHOWN);
        if (number % every != 0 && number != plan.epochs()) {
            return;
        }
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "epoch %s  loss %-8.4g", counter(number),
                epoch.trainLoss()));
        if (!Double.isNaN(epoch.validationLoss())) {
            line.append(String.format(Locale.ROOT, "  validation %-8.4g", epoch.validationLoss()));
        }
        for (Map.Entry<String, Double> metric : epoch.metrics().entrySet()) {
            line.append(String.format(Locale.ROOT, "  %s %.4f", metric.getKey(), metric.getValue()));
        }
        line.append(String.format(Locale.ROOT, "  %.1f s", epoch.seconds())).append(best ? "  *" : "");
        erase();
        out.println(line);
        out.flush();
    }

    @Override
    public void finished(History history, String reason) {
        erase();
        if (!reason.isEmpty()) {
            out.println(reason);
        }
        out.flush();
    }

    private String counter(int epoch) {
        String last = Integer.toString(plan.epochs());
        return String.format(Locale.ROOT, "%" + last.length() + "d/%s", epoch, last);
    }

    static String bar(double done) {
        int eighths = (int) Math.round(Math.clamp(done, 0, 1) * BAR * 8);
        StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
        if (eighths % 8 != 0) {
            bar.append(BLOCKS.charAt(eighths % 8));
        }
        return "▕" + bar + " ".repeat(BAR - bar.length()) + "▏";
    }

    static String count(double value) {
        return value >= 1e6 ? String.format(Locale.ROOT, "%.1fM", value / 1e6)
                : value >= 1e4 ? String.format(Locale.ROOT, "%.1fk", value / 1e3)
                        : String.format(Locale.ROOT, "%.0f", value);
    }

    static String time(double seconds) {
        long whole = Math.round(Math.max(0, seconds));
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    private void redraw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        out.flush();
        width = line.length();
    }

    private void erase() {
        if (width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            width = 0;
        }
    }
}
