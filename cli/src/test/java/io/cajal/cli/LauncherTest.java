package io.cajal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways to start the command agree, and hand over what they are given. */
class LauncherTest {
    private static final Path BASH = Path.of("..", "cajal");
    private static final Path CMD = Path.of("..", "cajal.cmd");

    @TempDir
    private Path folder;

    @Test
    void allLaunchersGiveJavaTheSameOptions() throws IOException {
        Set<String> bash = options(BASH, "\\boptions\\+?=\\(|\\bcds=\\(|^ +-D");
        Set<String> cmd = options(CMD, "^set (OPTIONS|CDS)=");
        assertTrue(bash.containsAll(List.of("--add-modules", "-XX:+UseSerialGC", "-Xlog:cds*=off")),
                bash::toString);
        bash.removeAll(Set.of("-Dcajal.stderr", "-Dcajal.columns")); // for which Windows has no means
        assertEquals(bash, cmd);
        Set<String> relaunched = Relaunch.OPTIONS.stream().filter(option -> option.startsWith("-"))
                .map(LauncherTest::key).collect(Collectors.toSet());
        assertEquals(bash.stream().filter(Predicate.not(Pattern.compile("Archive|-Xlog").asPredicate()))
                .collect(Collectors.toSet()), relaunched);
    }

    /** Every option for java on the lines that match. */
    private static Set<String> options(Path script, String lines) throws IOException {
        Pattern option = Pattern.compile("(?<![\\w-])(--[a-z]|-XX:|-Xlog|-D)[^\\s\")]*");
        return Files.readAllLines(script).stream().filter(Pattern.compile(lines).asPredicate())
                .flatMap(line -> option.matcher(line).results().map(MatchResult::group))
                .map(LauncherTest::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without the value of a path or a number. */
    private static String key(String option) {
        return option.replaceFirst("(?<=SharedArchiveFile|cajal\\.stderr|cajal\\.columns)=.*", "");
    }

    @Test
    void theBatchFileHasItsLabelsAndLineEnds() throws IOException {
        String text = Files.readString(CMD);
        assertFalse(Pattern.compile("[^\r]\n").matcher(text).find(), "cmd.exe misses labels after bare \\n");
        assertTrue(text.chars().allMatch(c -> c < 128),
                "cmd.exe reads other characters in the console's code page");
        Set<String> labels = Pattern.compile("(?m)^:(\\w+)").matcher(text).results().map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> targets = Pattern.compile("(?:goto |call :)(\\w+)").matcher(text).results()
                .map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(targets, labels);
    }

    /** An image whose Java is a script that says what it was given. */
    private Path image() throws IOException {
        Path image = folder.resolve("an image");
        Files.createDirectories(image.resolve("bin"));
        Files.createDirectories(image.resolve("lib"));
        Files.copy(BASH, image.resolve("bin/cajal"));
        Files.writeString(image.resolve("lib/cajal.jar"), "");
        Files.writeString(image.resolve("lib/cajal.id"), "0123456789ab\n");
        Path java = Files.writeString(image.resolve("bin/java"), """
                #!/bin/sh
                case "$*" in *-Xshare:dump*) for a; do :; done; echo made >"${a#*=}"; exit 0 ;; esac
                printf '%s\\n' "$@"
                exit 7
                """);
        assertTrue(java.toFile().setExecutable(true));
        return image;
    }

    @Test
    void anImageUsesItsOwnJava() throws IOException, InterruptedException {
        Path image = image();
        Path cache = folder.resolve("cache");
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", cache.toString(), "JAVA_HOME", "/nowhere",
                "CAJAL_JAVA_OPTS", "-Xmx1g -Da=b");
        Shell first = Shell.script(environment, image.resolve("bin/cajal"), "run", "two words", "*");
        assertEquals(7, first.status());
        List<String> given = first.out().lines().toList();
        assertEquals(List.of("-Xmx1g", "-Da=b", "-cp", image.toRealPath().resolve("lib/cajal.jar").toString(),
                "io.cajal.cli.Main", "run", "two words", "*"), given.subList(given.size() - 8, given.size()));
        assertFalse(first.out().contains("SharedArchiveFile"), first.out());
        Path archive = cache.resolve("cajal/java-0123456789ab.jsa");
        for (int i = 0; i < 1000 && !Files.exists(archive); i++) {
            Thread.sleep(10); // it is made beside the first command
        }
        Shell second = Shell.script(environment, image.resolve("bin/cajal"));
        assertTrue(second.out().contains("-XX:SharedArchiveFile=" + archive), second.out());
    }

    /** As the launcher does it, with stderr in a file into which another command writes afterwards. */
    @Test
    void whatOthersWriteIntoTheSameFileDoesNotOverwriteIt() {
        Shell twice = Shell.run("exec 3>&2; \"$@\"; echo another >&2;", List.of("-Dcajal.stderr=/dev/fd/3"),
                "rum");
        assertEquals(List.of("cajal: Unmatched argument at index 0: 'rum'", "another"),
                twice.err().lines().filter(line -> !line.matches("(Did|try).*")).distinct().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CAJAL_JAVA_HOME | /nowhere | is not a JDK 25 or newer
            CAJAL_NO_BUILD  | 1        | CAJAL_NO_BUILD forbids to build it
            """)
    void whatIsMissingInTheTreeIsToldInOneLine(String key, String value, String expected) throws IOException {
        Path script = Files.copy(BASH, folder.resolve("cajal"));
        Shell run = Shell.script(Map.of("JAVA_HOME", System.getProperty("java.home"), key, value), script);
        assertEquals(1, run.status());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("cajal: ") && run.err().contains(expected), run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WARNING: Using incubator modules: jdk.incubator.vector\\n | ''
            WARNING: Using incubator modules: jdk.incubator.vector\\r\\nä\\nb | 'ä\\nb'
            Picked up JAVA_TOOL_OPTIONS: x\\nWARNING: Using incubator modules: jdk.incubator.vector\\na\\n | a\\n
            Error: no such heap\\nWARNING: Using incubator modules: jdk.incubator.vector\\n | \
            Error: no such heap\\nWARNING: Using incubator modules: jdk.incubator.vector\\n
            no end of line | no end of line
            ''  | ''
            """)
    void theNoticeAloneIsDropped(String in, String expected) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Relaunch.withoutNotice(
                new ByteArrayInputStream(in.translateEscapes().getBytes(StandardCharsets.UTF_8)), out);
        assertEquals(expected.translateEscapes(), out.toString(StandardCharsets.UTF_8));
    }
}
