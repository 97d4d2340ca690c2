package io.cajal.studio.runs;

import io.cajal.http.Refusal;
import io.cajal.io.Shown;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of a run folder that a page may see: plain ones of known names, links not followed, of bounded sizes. */
final class RunFiles {
    static final String LIVE = "live.jsonl";
    static final String RECORD = "run.json";
    static final String LOG = "train.log";
    static final String LOCK = ".lock";
    private static final String REPORT = "report.html";
    private static final String HISTORY = "history.csv";
    private static final int MOST_REPORT = 64 << 20;
    private static final int MOST_PICTURE = 16 << 20;
    private static final int MOST_HISTORY = 8 << 20;
    private static final int MOST_PICTURES = 60;
    private static final int MOST_LISTED = 2000;
    private static final int LOG_BYTES = 24 << 10;
    private static final int LOG_LINES = 200;
    /** What the JVM says of itself on stderr, and has no switch for. */
    private static final String NOTICE = "WARNING: Using incubator modules";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private final Path home;

    RunFiles(Path home) {
        this.home = home;
    }

    /** Empty where there is no plain file of that name. */
    Optional<BasicFileAttributes> plain(String name) {
        try {
            return Optional.of(Files.readAttributes(home.resolve(name), BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS)).filter(BasicFileAttributes::isRegularFile);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The pictures that are there, each with the time of its last change. */
    Map<String, Long> pictures() {
        Map<String, Long> pictures = new LinkedHashMap<>();
        for (String name : names(".png")) {
            if (pictures.size() < MOST_PICTURES) {
                plain(name).filter(file -> file.size() <= MOST_PICTURE)
                        .ifPresent(file -> pictures.put(name, file.lastModifiedTime().toMillis()));
            }
        }
        return pictures;
    }

    /** The histories of trainings: that of the only one, or one of each. */
    List<String> histories() {
        return names(HISTORY).stream().filter(name -> name.equals(HISTORY) || name.endsWith("-" + HISTORY))
                .toList();
    }

    private List<String> names(String end) {
        List<String> names = new ArrayList<>();
        int listed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(end) && !name.startsWith(".")) {
                    names.add(name);
                }
                if (++listed == MOST_LISTED) {
                    break;
                }
            }
        } catch (IOException _) {
            names.clear(); // the folder is gone
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** One of {@link #pictures}. */
    byte[] picture(String name) {
        if (!pictures().containsKey(name)) {
            throw new Refusal(404, "this run has no picture " + Shown.of(name));
        }
        byte[] bytes = read(name, MOST_PICTURE);
        for (int i = 0; i < PNG.length; i++) {
            if (bytes.length < PNG.length || bytes[i] != PNG[i]) {
                throw new Refusal(404, Shown.of(name) + " is no PNG");
            }
        }
        return bytes;
    }

    boolean hasReport() {
        return plain(REPORT).isPresent();
    }

    byte[] report() {
        return read(REPORT, MOST_REPORT);
    }

    String history(String name) {
        return new String(read(name, MOST_HISTORY), StandardCharsets.UTF_8);
    }

    private byte[] read(String name, int most) {
        try (SeekableByteChannel channel = open(name)) {
            if (channel.size() > most) {
                throw new Refusal(404, "%s is larger than %d MiB".formatted(Shown.of(name), most >> 20));
            }
            return read(channel, (int) channel.size());
        } catch (IOException _) {
            throw new Refusal(404, "this run has no file " + Shown.of(name));
        }
    }

    private SeekableByteChannel open(String name) throws IOException {
        if (plain(name).isEmpty()) {
            throw new IOException("no plain file"); // a pipe would keep us waiting
        }
        return Files.newByteChannel(home.resolve(name),
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    private static byte[] read(SeekableByteChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until all is there
        }
        byte[] read = new byte[bytes.position()];
        bytes.flip().get(read);
        return read;
    }

    /** The last lines of the log; none where there is no log. */
    List<String> log() {
        try (SeekableByteChannel channel = open(LOG)) {
            long start = Math.max(0, channel.size() - LOG_BYTES);
            String text = new String(read(channel.position(start), (int) (channel.size() - start)),
                    StandardCharsets.UTF_8);
            List<String> lines = new ArrayList<>(
                    text.lines().filter(line -> !line.startsWith(NOTICE)).map(RunFiles::printable).toList());
            if (start > 0 && !lines.isEmpty()) {
                lines.removeFirst(); // cut in two
            }
            return List.copyOf(lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static String printable(String line) {
        return line.replaceAll("[\\p{Cc}\\p{Cf}&&[^\t]]", "");
    }
}
