package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Where data files come from: {@code $CAJAL_DATA}, else the user's cache, else a download from the public
 * mirrors. A downloaded file counts only once its SHA-256 is right. Nothing is fetched for data that travels
 * inside the library.
 */
public final class DataStore {
    private static final int PATIENCE_MS = 15_000;
    /** A quick run sees one example of so many. */
    static final int SHARE = 20;
    /** ... and this many where there are as many. */
    private static final int LEAST = 500;
    private final Path given;
    private final Path cache;
    private final PrintStream out;
    private final boolean quick;

    /** {@code given} is $CAJAL_DATA or null; {@code out} hears of downloads. */
    public DataStore(Path given, Path cache, PrintStream out) {
        this(given, cache, out, false);
    }

    private DataStore(Path given, Path cache, PrintStream out, boolean quick) {
        this.given = given;
        this.cache = cache;
        this.out = out;
        this.quick = quick;
    }

    /** One that gives a part of each data set only: enough to see a network at work, not to measure it. */
    public DataStore quick() {
        return new DataStore(given, cache, out, true);
    }

    boolean isQuick() {
        return quick;
    }

    /** What a run sees of a data set: all of it, or the first twentieth where it is a quick one. */
    Dataset seen(Dataset whole) {
        return quick ? whole.first(Math.max(LEAST, whole.size() / SHARE)) : whole;
    }

    Split seen(Split whole) {
        return quick ? new Split(seen(whole.train()), seen(whole.validation()), seen(whole.test())) : whole;
    }

    /** As the environment says. */
    public static DataStore standard(PrintStream out) {
        String variable = System.getenv("CAJAL_DATA");
        return new DataStore(variable == null || variable.isBlank() ? null : Path.of(variable), userCache(),
                out);
    }

    private static Path userCache() {
        String home = System.getProperty("user.home");
        String xdg = System.getenv("XDG_CACHE_HOME");
        return (xdg == null || xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg)).resolve("cajal");
    }

    /** The file where it lies now, or null. */
    public Path find(DataFile file) {
        for (Path folder : folders()) {
            Path path = folder.resolve(file.path());
            if (Files.isRegularFile(path)) {
                return path;
            }
        }
        return null;
    }

    /** Where files are looked for, in this order. */
    public List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        if (given != null) {
            folders.add(given);
        }
        folders.add(cache);
        return folders;
    }

    /** The file, downloaded when it is not there yet. */
    public Path get(DataFile file) throws IOException {
        Path path = find(file);
        return path == null ? download(file) : path;
    }

    private Path download(DataFile file) throws IOException {
        String problem = file.mirrors().isEmpty() ? "it has no public mirror" : "";
        for (String mirror : file.mirrors()) {
            try {
                return download(file, new URI(mirror));
            } catch (IOException | URISyntaxException e) {
                String reason = e instanceof ConnectException || e instanceof UnknownHostException
                        ? "no connection" : e.getMessage();
                problem += (problem.isEmpty() ? "" : "; ") + mirror + ": " + reason;
            }
        }
        throw new CajalException(
                "data file %s is missing and could not be downloaded (%s): put it at %s, or set "
                        .formatted(file.path(), problem, folders().getFirst().resolve(file.path()))
                        + "CAJAL_DATA to the folder that has it");
    }

    private Path download(DataFile file, URI mirror) throws IOException {
        Path target = cache.resolve(file.path());
        Files.createDirectories(target.getParent());
        Path partial = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
        try {
            HttpURLConnection connection = (HttpURLConnection) mirror.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                connection.disconnect();
                throw new IOException("HTTP status " + status);
            }
            long size = connection.getContentLengthLong();
            String digest = copy(connection.getInputStream(), partial, file.path(), size);
            if (!digest.equals(file.sha256())) {
                throw new IOException("its SHA-256 is " + digest + ", expected " + file.sha256());
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private String copy(InputStream body, Path target, String name, long size) throws IOException {
        MessageDigest digest = sha256();
        long done = 0;
        int shown = -1;
        try (body; var sink = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                sink.write(buffer, 0, n);
                digest.update(buffer, 0, n);
                done += n;
                int tenth = size > 0 ? (int) (done * 10 / size) : 0;
                if (tenth != shown) {
                    shown = tenth;
                    out.println(String.format(Locale.ROOT, "downloading %s  %.1f MB%s", name, done / 1e6,
                            size > 0 ? String.format(Locale.ROOT, " of %.1f MB", size / 1e6) : ""));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
