package io.cajal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code mvn -Pdist verify} made, used as its users do. */
class DistIT {
    private static final Path DIST = Path.of(System.getProperty("dist.folder", "target/dist"));
    private static final Path JAR = DIST.resolve("cajal.jar");
    private static final Path IMAGE = DIST.resolve("cajal");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final long MB = 1_000_000;
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @TempDir
    private Path folder;

    /** The two ways to start. */
    enum Way {
        JAR, IMAGE;

        List<String> command() {
            return this == JAR ? List.of(JAVA.toString(), "-jar", DistIT.JAR.toString())
                    : List.of(DistIT.IMAGE.resolve("bin/cajal").toString());
        }
    }

    /** With a folder of its own for what is kept, and no Java to be found. */
    private Shell run(Way way, String... arguments) {
        return run(way, Map.of(), arguments);
    }

    private Shell run(Way way, Map<String, String> more, String... arguments) {
        List<String> command = new ArrayList<>(way.command());
        command.addAll(Arrays.asList(arguments));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("JAVA_HOME", "/nowhere");
        return Shell.collect((out, err) -> Shell.start(command, environment, out, err));
    }

    @ParameterizedTest
    @EnumSource
    void itTrainsAndPredictsWithVectors(Way way) throws IOException {
        Shell version = run(way, "--version");
        assertEquals(0, version.status(), version.err());
        assertTrue(version.out().startsWith("cajal ") && !version.out().contains("not packaged"),
                version.out());
        String runs = folder.resolve("a run").toString();
        Shell run = run(way, "run", "digits", "--epochs", "1", "--out", runs, "--json");
        assertEquals(3, run.status(), run.err());
        assertFalse(run.err().contains("without vectors"), run.err());
        assertTrue(Files.readString(Path.of(runs, "report.html")).contains("data:image/png;base64,"));
        for (String format : List.of("png", "jpg", "bmp", "gif")) {
            Path picture = folder.resolve("one." + format);
            BufferedImage one = ImageIO.read(new ByteArrayInputStream(
                    Pixels.png(28, 28, (x, y) -> x >= 13 && x <= 15 && y >= 4 && y <= 23 ? 255 : 0)));
            assertTrue(ImageIO.write(one, format, picture.toFile()), format);
            Shell predicted = run(way, "predict", runs + "/model.safetensors", picture.toString());
            assertEquals(0, predicted.status(), predicted.err());
            assertTrue(predicted.out().startsWith("1  "), format + ": " + predicted.out());
        }
        Shell wrong = run(way, "rum");
        assertEquals(2, wrong.status());
    }

    /** What is left out of the image must not be missed: charts of a report, a web server. */
    @ParameterizedTest
    @EnumSource
    void itLearnsATableAndServesIt(Way way) throws Exception {
        Path data = Files.writeString(folder.resolve("t.csv"), "depth,side,level\n" + IntStream.range(0, 200)
                .mapToObj(i -> "%d,%s,%s\n".formatted(i % 50, i % 3 == 0 ? "north" : "south",
                        i % 50 < 25 ? "low" : "high"))
                .collect(Collectors.joining()));
        String runs = folder.resolve("table").toString();
        Shell run = run(way, "train", data.toString(), "--target", "level", "--epochs", "5", "--out", runs);
        assertEquals(0, run.status(), run.err());
        assertTrue(Files.readString(Path.of(runs, "report.html")).contains("data:image/png;base64,"));
        answering(way, List.of("serve", runs + "/model.safetensors"), (client, address) -> {
            String answer = client.send(HttpRequest.newBuilder(URI.create(address + "/predict"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"depth\":3,\"side\":\"north\"}")).build(),
                    BodyHandlers.ofString()).body();
            assertTrue(answer.startsWith("{\"class\":\""), answer);
        });
    }

    /** The page's files and the classes of WebSockets are there, and a small network learns a step. */
    @ParameterizedTest
    @EnumSource
    void itOpensTheStudio(Way way) throws Exception {
        answering(way, List.of("studio", "--no-browser", "--runs", folder.toString()), (client, address) -> {
            for (String path : List.of("/", "/app.js", "/text/en.json", "/tabs/playground.js")) {
                int status = client.send(HttpRequest.newBuilder(URI.create(address + path)).build(),
                        BodyHandlers.discarding()).statusCode();
                assertEquals(200, status, path);
            }
            CompletableFuture<String> opened = new CompletableFuture<>();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(address.replace("http", "ws") + "/live/playground"),
                            first("{\"opened\":", opened))
                    .get();
            socket.sendText("{\"do\":\"open\",\"spec\":{}}", true).get();
            assertTrue(opened.get(30, TimeUnit.SECONDS).contains("\"train\":[["));
            socket.abort();
        });
    }

    /** Listens for the first message that begins so. */
    private static WebSocket.Listener first(String beginning, CompletableFuture<String> message) {
        StringBuilder text = new StringBuilder();
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                    if (text.toString().startsWith(beginning)) {
                        message.complete(text.toString());
                    }
                    text.setLength(0);
                }
                socket.request(1);
                return null;
            }
        };
    }

    @FunctionalInterface
    private interface Visit {
        void to(HttpClient client, String address) throws Exception;
    }

    /** Starts a server on a free port, visits it, and ends it. */
    private void answering(Way way, List<String> arguments, Visit visit) throws Exception {
        Path log = folder.resolve("server.log");
        List<String> command = new ArrayList<>(way.command());
        command.addAll(arguments);
        command.addAll(List.of("--port", "0"));
        Process server = Shell.start(command, Map.of(), log.toFile(), folder.resolve("server.err").toFile());
        HttpClient client = HttpClient.newHttpClient();
        try {
            Matcher address = ADDRESS.matcher("");
            while (!address.reset(Files.readString(log)).find() && server.isAlive()) {
                Thread.sleep(20);
            }
            visit.to(client, address.group());
        } finally {
            client.shutdownNow(); // to close it would wait for a WebSocket's end
            server.destroy();
            server.waitFor();
        }
    }

    /**
     * Downloads need whom to trust among servers: one that nobody knows is refused for that, and for no other reason. It
     * is found by way of a proxy, whatever its name.
     */
    @ParameterizedTest
    @EnumSource
    void itKnowsWhichServersToTrust(Way way) throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SSLSocketFactory stranger = stranger().getSocketFactory();
            Thread.startVirtualThread(() -> tunnels(proxy, stranger));
            Map<String, String> environment = Map.of("CAJAL_DATA", folder.resolve("none").toString(),
                    "JDK_JAVA_OPTIONS",
                    "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=" + proxy.getLocalPort());
            Shell run = run(way, environment, "run", "softmax-mnist");
            assertEquals(1, run.status(), run.out());
            assertTrue(run.err().contains("unable to find valid certification path"), run.err());
        }
    }

    /** A server with a certificate that it wrote itself. */
    private SSLContext stranger() throws Exception {
        Path keys = folder.resolve("keys.p12");
        char[] password = "stranger".toCharArray();
        Shell made = Shell.collect((out, err) -> Shell.start(
                List.of(JAVA.resolveSibling("keytool").toString(), "-genkeypair", "-keyalg", "EC", "-dname",
                        "CN=stranger", "-keystore", keys.toString(), "-storepass", new String(password)),
                Map.of(), out, err));
        assertEquals(0, made.status(), made.err());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStore.getInstance(keys.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** Says yes to each CONNECT, and speaks TLS from then on as if it were the server. */
    private static void tunnels(ServerSocket proxy, SSLSocketFactory server) {
        while (!proxy.isClosed()) {
            try (Socket client = proxy.accept()) {
                InputStream in = client.getInputStream();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.read());
                }
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                ((SSLSocket) server.createSocket(client, null, true)).startHandshake();
            } catch (IOException _) {
                // refused, as it should be
            }
        }
    }

    @Test
    void aSignalEndsBothJavas() throws IOException, InterruptedException {
        File log = folder.resolve("log").toFile();
        List<String> command = new ArrayList<>(Way.JAR.command());
        Path checkpoint = folder.resolve("run/checkpoint.safetensors");
        command.addAll(
                List.of("run", "digits", "--epochs", "1000", "--out", folder.resolve("run").toString()));
        Process first = Shell.start(command, Map.of(), log, log);
        while (!Files.exists(checkpoint) && first.isAlive()) {
            Thread.sleep(10);
        }
        List<ProcessHandle> second = first.children().toList();
        assertEquals(1, second.size(), () -> "no second Java: " + first);
        first.destroy();
        assertEquals(128 + 15, first.waitFor());
        assertFalse(second.getFirst().isAlive());
    }

    @Test
    void anOldJavaIsToldInOneLine() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            byte[] start = jar.getInputStream(jar.getEntry("io/cajal/cli/Start.class")).readAllBytes();
            assertEquals(52, start[7], "the class file version of Java 8");
            for (String name : List.of("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/LIBRARIES",
                    "io/cajal/data/digits/LICENSE.txt")) {
                assertTrue(jar.getEntry(name) != null, name);
            }
        }
    }

    /** MakeImage names the modules; a new import must not be missed. */
    @Test
    void theImageHasTheModulesThatTheJarNeeds() throws IOException {
        StringWriter needed = new StringWriter();
        int status = ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(needed),
                new PrintWriter(System.err), "--multi-release", "25", "--ignore-missing-deps",
                "--print-module-deps", JAR.toString());
        assertEquals(0, status);
        String release = Files.readString(IMAGE.resolve("release"));
        String line = release.lines().filter(l -> l.startsWith("MODULES=")).findFirst().orElseThrow();
        Set<String> present = new HashSet<>(Arrays.asList(line.replaceAll("MODULES=|\"", "").split(" ")));
        Set<String> missing = new HashSet<>(Arrays.asList(needed.toString().strip().split(",")));
        missing.removeAll(present);
        missing.remove("java.naming"); // Jetty asks for it to read certificates, and serves without TLS here
        assertEquals(Set.of(), missing);
    }

    /** docs/decisions/0019 has the figures; these are the bounds. */
    @Test
    void itStaysSmall() throws IOException {
        assertTrue(Files.size(JAR) < 8 * MB, "jar: " + Files.size(JAR));
        assumeTrue("1+zip-9:filter=/java.base/**".equals(System.getProperty("dist.compress")),
                "packed otherwise");
        Path archive = Path.of(System.getProperty("dist.archive"));
        assertTrue(Files.size(archive) < 25 * MB, "archive: " + Files.size(archive));
        try (Stream<Path> files = Files.walk(IMAGE)) {
            long size = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
            assertTrue(size < 60 * MB, "image: " + size);
        }
    }
}
