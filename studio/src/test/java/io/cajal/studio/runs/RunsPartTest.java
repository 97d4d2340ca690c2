package io.cajal.studio.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.http.Wire;
import io.cajal.io.Json;
import io.cajal.runs.LiveRun;
import io.cajal.studio.StudioServer;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs as a page sees them, and what a page cannot do to them. */
class RunsPartTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final long GONE = 999_999_999;

    @TempDir
    private Path folder;
    private Path runs;
    private final List<String> log = new ArrayList<>();
    private StudioServer studio;
    private final List<Map<?, ?>> heard = new ArrayList<>();
    private RunsGuest guest;

    @BeforeEach
    void start() throws IOException {
        runs = Files.createDirectories(folder.resolve("runs"));
        studio = StudioServer.start(
                new StudioServer.Settings(runs, "127.0.0.1", 0, SmallTraining.command()), log::add);
        guest = new RunsGuest(new RunsFolder(runs), new Outlet() {
            @Override
            public void say(Object json) {
                heard.add((Map<?, ?>) Json.parse(Json.write(json)));
            }

            @Override
            public void send(ByteBuffer bytes) {
                throw new AssertionError("no bytes");
            }
        });
    }

    @AfterEach
    void stop() {
        studio.close();
        assertEquals(List.of(), log);
    }

    private Path write(String name, String text) throws IOException {
        Path file = runs.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path recipe(String name) throws IOException {
        return write(name + "/run.json",
                "{\"recipe\":\"digits\",\"metric\":\"accuracy\",\"value\":97.5,\"seed\":1}").getParent();
    }

    private static String runLine(long pid, Path directory, Object words) {
        Map<String, Object> line = new LinkedHashMap<>(
                Map.of("kind", "run", "time", System.currentTimeMillis(),
                        "what", "moons", "pid", pid, "directory", directory.toString()));
        line.put("words", words);
        return Json.write(line) + "\n" + "{\"kind\":\"training\",\"name\":\"\",\"examples\":100,\"batch\":10,"
                + "\"steps\":10,\"first\":1,\"epochs\":4}\n";
    }

    private String ask(String request, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Wire wire = new Wire(studio.address())) {
            wire.send(request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: "
                    + bytes.length
                    + "\r\n\r\n").send(bytes);
            return wire.end().all();
        }
    }

    private String get(String path, String... pairs) throws IOException {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            query.append(i == 0 ? "?" : "&").append(pairs[i]).append('=')
                    .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return ask("GET /api/runs/" + path + query, "");
    }

    private String post(String path, String run) throws IOException {
        return ask("POST /api/runs/" + path, Json.write(Map.of("run", run)));
    }

    /** A page asks again, and hears what is new. */
    private Map<?, ?> look(String... names) {
        return look("", "all", 0, names);
    }

    private Map<?, ?> look(String find, String state, int from, String... names) {
        LockSupport.parkNanos(450_000_000); // what was looked at just now is not looked at again
        guest.said(Message.of(Map.of("view", 0, "find", find, "state", state, "from", from, "runs",
                Arrays.asList(names), "training", -1, "inside", true)));
        return heard.getLast();
    }

    private static Map<?, ?> run(Map<?, ?> news) {
        return (Map<?, ?>) ((List<?>) news.get("runs")).getFirst();
    }

    private static Map<?, ?> part(Map<?, ?> news, String... path) {
        Map<?, ?> part = news;
        for (String key : path) {
            part = (Map<?, ?>) part.get(key);
        }
        return part;
    }

    private static List<?> names(Map<?, ?> news) {
        return ((List<?>) part(news, "list").get("runs")).stream().map(run -> ((Map<?, ?>) run).get("name"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../outside", "a/..", "a/../a", "./a", "/", "", "link", "link/inner", "a/",
            "a\u0000", "A", "a/run.json", "..\\outside", "%2e%2e/outside", "con:", "\ud800"})
    void onlyTheNamesOfRunsThatWereFoundAreKnown(String name) throws IOException {
        recipe("a");
        Path outside = recipe("../outside");
        recipe("../outside/inner");
        Files.write(outside.resolve("x.png"), PNG);
        Files.writeString(outside.resolve("report.html"), "secret");
        Files.createSymbolicLink(runs.resolve("link"), outside);
        for (String answer : List.of(get("report", "run", name),
                get("picture", "run", name, "picture", "x.png"),
                post("stop", name), post("resume", name))) {
            assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("{\"error\":\"there is no run "),
                    answer);
        }
        Map<?, ?> news = look(name);
        assertEquals(true, run(news).get("gone"));
        assertEquals(List.of("a"), names(news));
    }

    @Test
    void onlyPlainPicturesAndReportsAreServed() throws IOException {
        Path home = recipe("deep/a");
        Path secret = Files.write(folder.resolve("secret.png"), PNG);
        Files.write(home.resolve("good.png"), PNG);
        Files.write(home.resolve(".hidden.png"), PNG);
        Files.writeString(home.resolve("fake.png"), "<script>alert(1)</script>");
        Files.createSymbolicLink(home.resolve("linked.png"), secret);
        Files.createDirectories(home.resolve("folder.png"));
        String good = get("picture", "run", "deep/a", "picture", "good.png");
        assertTrue(good.startsWith("HTTP/1.1 200 ") && good.contains("Content-Type: image/png")
                && good.contains("X-Content-Type-Options: nosniff"), good);
        for (String name : List.of(".hidden.png", "fake.png", "linked.png", "folder.png", "../secret.png",
                "run.json",
                "../../../secret.png", "good.png/", "no.png", secret.toString())) {
            String answer = get("picture", "run", "deep/a", "picture", name);
            assertTrue(answer.startsWith("HTTP/1.1 404 "), name + ": " + answer);
        }
        assertTrue(get("picture", "run", "deep/a").startsWith("HTTP/1.1 400 "));
        assertTrue(ask("GET /api/runs/picture?run=%", "").startsWith("HTTP/1.1 400 "));
        assertEquals(List.of("fake.png", "good.png"),
                ((List<?>) part(run(look("deep/a")), "head").get("pictures")).stream()
                        .map(picture -> ((List<?>) picture).getFirst()).toList());

        assertTrue(get("report", "run", "deep/a").startsWith("HTTP/1.1 404 "));
        Files.createSymbolicLink(home.resolve("report.html"), secret);
        assertTrue(get("report", "run", "deep/a").startsWith("HTTP/1.1 404 "));
        Files.delete(home.resolve("report.html"));
        Files.writeString(home.resolve("report.html"), "<title>learned</title>");
        String report = get("report", "run", "deep/a");
        assertTrue(report.contains("<title>learned</title>") && report.contains(
                "Content-Security-Policy: sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline';"),
                report);
    }

    @Test
    void rubbishInARecordIsPassedBy() throws IOException {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        Files.write(write("a/live.jsonl", ""), noise);
        write("b/run.json", "{\"recipe\":");
        write("c/run.json", "{\"recipe\":[[]],\"value\":\"x\",\"metric\":{},\"seed\":null}");
        write("c/history.csv",
                "epoch,train_loss,validation_loss,accuracy\n1,0.5,,0.7\nx\n2,NaN,0.4\n-1,1,1,1\n");
        write("c/train.log", "a line\u001b[31m\n" + "x".repeat(60_000) + "\nthe last\n");
        Map<?, ?> news = look("a", "b", "c");
        List<?> told = (List<?>) news.get("runs");
        assertEquals("lost", part((Map<?, ?>) told.getFirst(), "head").get("state"));
        assertTrue(part((Map<?, ?>) told.get(1), "head").get("problem").toString()
                .contains("run.json: JSON line 1"));
        Map<?, ?> epochs = part((Map<?, ?>) told.get(2), "curves", "epochs");
        assertEquals(List.of(1.0, 2.0), epochs.get("at"));
        assertEquals(Arrays.asList(0.5, null), epochs.get("train"));
        assertEquals(List.of("the last"), part((Map<?, ?>) told.get(2), "log").get("lines"));

        write("a/live.jsonl", "\n" + runLine(GONE, folder, List.of("train"))
                + "{\"kind\":\"step\",\"time\":9,\"epoch\":1,\"step\":1,\"loss\":1e300,\"mean\":0.5}\n{\"kind\":\"step\",\"ep");
        Map<?, ?> a = run(look("a", "b", "c"));
        assertEquals(List.of(0.1), part(a, "curves", "steps").get("at"));
        write("a/live.jsonl", "och\":1,\"step\":2,\"loss\":0.25}\n");
        assertEquals(List.of(1e300, 0.25), part(run(look("a", "b", "c")), "curves", "steps").get("loss"));
    }

    @Test
    void aRunThatVanishesIsGone() throws IOException {
        Path home = recipe("a");
        assertEquals("finished", part(run(look("a")), "head").get("state"));
        assertEquals(Map.of("name", "a"), run(look("a")), "nothing is new");
        Files.delete(home.resolve("run.json"));
        Files.delete(home);
        LockSupport.parkNanos(1_000_000_000);
        Map<?, ?> news = look("a");
        assertEquals(true, run(news).get("gone"));
        assertEquals(List.of(), names(news));
        Files.delete(runs);
        LockSupport.parkNanos(1_000_000_000);
        assertFalse(look().containsKey("list"));
    }

    @Test
    void aRunAtWorkIsStopped() throws IOException {
        Path home = write("a/live.jsonl",
                runLine(ProcessHandle.current().pid(), folder, List.of("train", "x.csv"))).getParent();
        assertTrue(post("stop", "a").contains("a is not at work"));
        Files.createFile(home.resolve(".lock"));
        LockSupport.parkNanos(450_000_000);
        Path other = Files.writeString(folder.resolve("other"), "stays");
        Files.createSymbolicLink(home.resolve("stop"), other);
        assertTrue(post("stop", "a").startsWith("HTTP/1.1 200 "));
        assertEquals("stays", Files.readString(other));
        Files.delete(home.resolve("stop"));
        assertTrue(post("stop", "a").startsWith("HTTP/1.1 200 "));
        assertTrue(Files.isRegularFile(home.resolve("stop")));
        assertEquals("running", part(run(look("a")), "head").get("state"));
        assertTrue(post("resume", "a").contains("cannot go on with a: the run is at work"));
    }

    @Test
    void onlyCommandsOfCajalAreRunAgainAndOnlyInTheRunsOwnFolder() throws IOException {
        Map<String, Object> odd = new LinkedHashMap<>();
        odd.put("none", List.of());
        odd.put("other", List.of("serve", "m.safetensors"));
        odd.put("shell", List.of("train; rm -rf /"));
        odd.put("argfile", List.of("train", "@words"));
        odd.put("control", List.of("train", "x\u0000y"));
        odd.put("types", List.of("train", 7));
        odd.put("text", "train x.csv");
        odd.put("long", List.of("train", "x".repeat(5000)));
        for (Map.Entry<String, Object> record : odd.entrySet()) {
            write(record.getKey() + "/live.jsonl", runLine(GONE, folder, record.getValue()));
        }
        write("elsewhere/live.jsonl", runLine(GONE, folder.resolve("nowhere"), List.of("train")));
        write("done/live.jsonl",
                runLine(GONE, folder, List.of("train")) + "{\"kind\":\"end\",\"state\":\"finished\"}\n");
        recipe("old");
        write("a/live.jsonl", runLine(GONE, folder, List.of("train", "--out", "/etc", "a b.csv", "--resume",
                "--out=/", "--", "--out", "x")));
        for (String name : odd.keySet()) {
            String answer = post("resume", name);
            assertTrue(answer.startsWith("HTTP/1.1 400 ")
                    && answer.contains("the command that the run wrote down is none that"), answer);
        }
        assertTrue(
                post("resume", "elsewhere").contains("the folder that its command was given in is not here"));
        assertTrue(post("resume", "done").contains("the run has ended"));
        assertTrue(post("resume", "old").contains("the run did not write its command down"));

        WatchedRun run = new RunsFolder(runs).named("a");
        String home = runs.toRealPath().resolve("a").toString();
        assertEquals(List.of("train", "--out", home, "--resume", "a b.csv", "--", "--out", "x"),
                new Resumption(run).command().words());
        Files.createSymbolicLink(runs.resolve("a/train.log"), folder.resolve("other"));
        assertTrue(post("resume", "a").contains("its train.log is no plain file"));
    }

    @Test
    void aRunThatWasKilledGoesOn() throws IOException {
        write("a/live.jsonl", runLine(GONE, folder, List.of("train", "--epochs", "3", "--out", "elsewhere")));
        assertEquals("lost", part(run(look("a")), "head").get("state"));
        String answer = post("resume", "a");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        long end = System.nanoTime() + 120_000_000_000L;
        LiveRun now = null;
        while (System.nanoTime() < end && (now == null || now.state() != LiveRun.State.FINISHED)) {
            LockSupport.parkNanos(100_000_000);
            now = LiveRun.read(runs.resolve("a")).orElse(null);
        }
        assertEquals(LiveRun.State.FINISHED, now.state(), Files.readString(runs.resolve("a/train.log")));
        assertEquals(3, now.trainings().getLast().epochs().getLast().epoch().number());
        assertFalse(Files.exists(folder.resolve("elsewhere")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"view\":0}", "{\"find\":3}",
            "{\"view\":0,\"find\":\"\",\"state\":\"x\",\"from\":0,\"runs\":[],\"training\":-1,\"inside\":true}",
            "{\"view\":0,\"find\":\"\",\"state\":\"all\",\"from\":-1,\"runs\":[],\"training\":-1,\"inside\":true}",
            "{\"view\":0,\"find\":\"\",\"state\":\"all\",\"from\":0,\"runs\":[3],\"training\":-1,\"inside\":true}",
            "{\"view\":0,\"find\":\"\",\"state\":\"all\",\"from\":0,\"runs\":[],\"training\":1e9,\"inside\":true}",
            "{\"view\":0,\"find\":\"\",\"state\":\"all\",\"from\":0,\"runs\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"],\"training\":-1,\"inside\":true}"})
    void aPageThatAsksNonsenseIsToldSo(String text) {
        assertThrows(CajalException.class, () -> guest.said(Message.parse(text)));
        assertEquals(0L, part(look(), "list").get("all"));
    }

    @Test
    void ofManyRunsAPageIsShown() throws IOException {
        for (int i = 0; i < 1000; i++) {
            write("group%d/run-%d/run.json".formatted(i % 7, i),
                    "{\"recipe\":\"r%d\",\"metric\":\"loss\",\"value\":%d}"
                            .formatted(i, i));
        }
        write("late/live.jsonl", runLine(GONE, folder, List.of("train")));
        Map<?, ?> list = part(look(), "list");
        for (int i = 0; i < 200 && ((Number) list.get("unread")).intValue() > 0; i++) {
            Map<?, ?> news = look();
            list = news.containsKey("list") ? part(news, "list") : list;
        }
        assertEquals(1001L, list.get("taken"));
        assertEquals(RunList.PAGE, ((List<?>) list.get("runs")).size());
        Map<?, ?> last = part(look("", "all", 1_000_000), "list");
        assertEquals(1000L, last.get("from"));
        assertEquals(1, ((List<?>) last.get("runs")).size());
        assertEquals(List.of("group5/run-999"), names(look("999  RUN-", "all", 0)));
        assertEquals(List.of("late"), names(look("", "stopped", 0)));
        assertEquals(List.of(), names(look("", "running", 0)));
    }

    @Test
    void curvesKeepTheirSpikesAndLayersTheirCourse() throws IOException {
        StringBuilder lines = new StringBuilder(runLine(GONE, folder, List.of("run", "moons", "--seed=7")));
        for (int i = 0; i < 5000; i++) {
            lines.append(
                    "{\"kind\":\"step\",\"time\":%d,\"epoch\":%d,\"step\":%d,\"loss\":%s,\"mean\":1,\"speed\":9}%n"
                            .formatted(i, 1 + i / 10, 1 + i % 10, i == 3333 ? "50" : "1." + i % 7));
            if (i % 10 == 0) {
                lines.append(
                        "{\"kind\":\"layers\",\"time\":%d,\"epoch\":%d,\"step\":1,\"layers\":[{\"name\":\"0\",\"kind\":\"Linear\",\"gradient\":%d,\"norm\":2,\"least\":-1,\"largest\":1,\"counts\":[1,2,3]},{\"name\":\"1\",\"kind\":\"Relu\",\"dead\":0.25}]}%n"
                                .formatted(i, 1 + i / 10, i));
            }
        }
        write("a/live.jsonl", lines.toString());
        Map<?, ?> news = run(look("a"));
        List<?> loss = (List<?>) part(news, "curves", "steps").get("loss");
        assertTrue(loss.size() <= 402 && loss.contains(50.0), loss.size() + " points");
        Map<?, ?> layers = part(news, "layers");
        Map<?, ?> linear = (Map<?, ?>) ((List<?>) layers.get("layers")).getFirst();
        assertEquals(100, ((List<?>) linear.get("gradient")).size());
        assertEquals(4990.0, ((List<?>) linear.get("gradient")).getLast());
        assertFalse(linear.containsKey("course"));
        assertEquals("7", part(news, "head", "told").get("seed"));
        assertTrue(Json.write(news).length() < 60_000, Json.write(news).length() + " letters");
    }
}
