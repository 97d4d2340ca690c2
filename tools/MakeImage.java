import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes the folder that runs Cajal where there is no Java: the modules that Cajal needs, and Cajal on them.
 * From the root of the tree, on a JDK 25 or newer; {@code mvn -Pdist package} calls it:
 *
 * <pre>
 * java tools/MakeImage.java cli/target/dist/cajal.jar cli/target/dist/cajal '1+zip-9:filter=/java.base/**'
 * </pre>
 *
 * The last argument is how jlink packs classes, in steps: with {@code 1} they share their strings, which takes a third
 * off the disk and nothing off or on to an archive; {@code zip-9} halves what is left, but xz can then do no more.
 */
final class MakeImage {
    /** What {@code jdeps --print-module-deps} finds; DistIT compares. */
    private static final String MODULES = "java.base,java.desktop,jdk.incubator.vector,jdk.management";

    /**
     * Files that Cajal, which runs headless, never opens: sound, splash screens, windows, preferences, fonts of printers;
     * what Java does itself where it is missing (libmlib_image); sines and logarithms of vectors, which Cajal has of its own
     * (libjsvml); sorting by vectors, which Java sorts without (libsimdsort); for IDEs (jrt-fs.jar); for keys; which domains
     * are public, as each file that is downloaded has a known SHA-256.
     */
    private static final List<String> UNUSED = List.of("lib/libjsound.so", "lib/libsplashscreen.so",
            "lib/libawt_xawt.so", "lib/libjawt.so", "lib/libprefs.so", "lib/libmlib_image.so",
            "lib/libjsvml.so", "lib/libsimdsort.so", "lib/jexec", "lib/psfont.properties.ja",
            "lib/psfontj2d.properties", "lib/jrt-fs.jar",
            "conf/sound.properties", "bin/keytool",
            "lib/security/public_suffix_list.dat");

    /**
     * Packages that nothing without a window, a sound or a printer reads; the parsers of XML, of which pictures need the
     * interfaces alone; remote and seldom kinds of management: 24 MB. The smallest file of each package
     * stays, as jlink wants all that a module declares.
     */
    private static final Map<String, List<String>> UNREAD = Map.of( //
            "java.base", List.of("sun/security/tools/keytool"), //
            "java.desktop",
            List.of("com/sun/accessibility", "com/sun/beans/decoder", "com/sun/beans/editors",
                    "com/sun/java/swing", "com/sun/media/sound", "com/sun/swing", "java/applet",
                    "java/awt/doc-files", "java/awt/dnd", "java/awt/print", "java/beans/beancontext",
                    "javax/print", "javax/sound", "javax/swing", "sun/awt/X11", "sun/awt/dnd", "sun/awt/im",
                    "sun/awt/screencast", "sun/awt/shell", "sun/awt/www", "sun/java2d/opengl",
                    "sun/java2d/x11", "sun/java2d/xr", "sun/print", "sun/swing"), //
            "java.management",
            List.of("com/sun/jmx/remote", "javax/management/modelmbean", "javax/management/monitor",
                    "javax/management/relation", "javax/management/remote", "javax/management/timer"), //
            "java.xml", List.of("com/sun/java_cup", "com/sun/org/apache", "com/sun/xml",
                    "javax/xml/catalog", "javax/xml/stream", "jdk/xml/internal/jdkcatalog"));

    /** Messages of Java in other languages than English, the only one that Cajal speaks. */
    private static final String TRANSLATED = ".*_(de|es|fr|it|ja|ko|pt_BR|sv|zh_CN|zh_TW)\\.(class|properties)";

    /**
     * The names of all characters, such as LATIN SMALL LETTER A; a profile of colours that photo CDs had; icons and
     * controls of windows; objects written as XML; vectors of other numbers than floats, ints and bytes.
     */
    private static final List<String> UNREAD_FILES = List.of("/java.base/java/lang/uniName.dat",
            "/java.desktop/sun/java2d/cmm/profiles/PYCC.pf", "regex:/java.desktop/sun/awt/AWTIcon[^/]+",
            "regex:/java.desktop/java/awt/(Button|Card|Check|Choice|FileDialog|GridBag|Job|List[.$]|Menu|Page|Popup"
                    + "|Robot|Scroll|Splash|Taskbar|Text(Area|Component|Field)|Tray)[^/]+",
            "regex:/java.desktop/java/beans/(DefaultPersistence|Encoder|EventHandler|MetaData|Statement|XML)[^/]+",
            "regex:/jdk.incubator.vector/jdk/incubator/vector/(Short|Long|Double)[^/]+");

    private MakeImage() {
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]);
        Path image = Path.of(arguments[1]);
        delete(image);
        link(image, arguments[2]);
        for (String name : UNUSED) {
            Files.deleteIfExists(image.resolve(name));
        }
        strip(image.resolve("lib"));
        for (String name : List.of("cajal", "cajal.cmd")) {
            copy(Path.of(name), image.resolve("bin").resolve(name));
        }
        for (String file : List.of("LICENSE", "NOTICE", "cli/src/dist/LIBRARIES")) {
            copy(Path.of(file), image.resolve(Path.of(file).getFileName()));
        }
        stripped(jar, image.resolve("lib/cajal.jar"));
        Files.writeString(image.resolve("lib/cajal.id"), digest(image.resolve("lib/modules")) + "\n");
        System.out.printf(Locale.ROOT, "%s: %.1f MB%n", image, size(image) / 1e6);
    }

    private static void link(Path image, String compression) throws IOException {
        Path unread = Files.createTempFile("cajal", ".patterns");
        Files.write(unread, unread());
        List<String> options = new ArrayList<>(List.of("--add-modules", MODULES,
                "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages", "--vm=server",
                "--exclude-resources=@" + unread, "--output", image.toString()));
        for (String step : compression.split("\\+")) {
            options.addAll(List.of("--compress", step));
        }
        int status = ToolProvider.findFirst("jlink").orElseThrow().run(System.out, System.err,
                options.toArray(String[]::new));
        Files.delete(unread);
        if (status != 0) {
            throw new IllegalStateException("jlink ended with status " + status);
        }
    }

    /** The files that are left out, as jlink's patterns. */
    private static List<String> unread() throws IOException {
        List<String> patterns = new ArrayList<>(UNREAD_FILES);
        patterns.add("regex:" + TRANSLATED);
        for (Map.Entry<String, List<String>> module : UNREAD.entrySet()) {
            Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module.getKey());
            for (String name : module.getValue()) {
                if (Files.exists(root.resolve(name))) { // X11 is where Linux is
                    try (Stream<Path> packages = Files.walk(root.resolve(name)).filter(Files::isDirectory)) {
                        for (Path each : packages.toList()) {
                            patterns.add(
                                    "regex:/%s/%s/%s[^/]+".formatted(module.getKey(), root.relativize(each),
                                            kept(each)));
                        }
                    }
                }
            }
        }
        return patterns;
    }

    /** What spares the smallest file of a package; nothing where it has none. */
    private static String kept(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder).filter(Files::isRegularFile)) {
            return files.filter(file -> !file.toString().matches(TRANSLATED))
                    .min(Comparator.comparingLong(MakeImage::length).thenComparing(Path::toString))
                    .map(file -> "(?!\\Q" + file.getFileName() + "\\E$)").orElse("");
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the symbols from native libraries, where the machine has the tool for it: 6 MB. */
    private static void strip(Path lib) throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        for (Path file : files(lib).filter(path -> path.toString().endsWith(".so")).toList()) {
            try {
                new ProcessBuilder("strip", "--strip-unneeded", "--remove-section=.note.stapsdt",
                        file.toString()).inheritIO().start()
                        .waitFor();
            } catch (IOException _) {
                System.out.println("no strip (binutils) on this machine: the image is 6 MB larger");
                return;
            }
        }
    }

    /** Names the modules, so that a class-data archive made for others is never taken for theirs. */
    private static String digest(Path file) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(sha.digest()).substring(0, 12);
    }

    /** The jar without what debuggers read, as jlink takes it from the modules: 0.8 MB. */
    private static void stripped(Path from, Path to) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {from.toUri().toURL()});
                ZipInputStream in = new ZipInputStream(Files.newInputStream(from));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            ClassFile format = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG,
                    ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
                    ClassFile.ConstantPoolSharingOption.NEW_POOL, ClassFile.ClassHierarchyResolverOption
                            .of(ClassHierarchyResolver.ofResourceParsing(loader)));
            out.setLevel(Deflater.BEST_COMPRESSION);
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    ZipEntry plain = new ZipEntry(entry.getName());
                    plain.setTime(entry.getTime());
                    out.putNextEntry(plain);
                    byte[] bytes = in.readAllBytes();
                    out.write(entry.getName().endsWith(".class") ? stripped(bytes, format) : bytes);
                }
            }
        }
    }

    private static byte[] stripped(byte[] bytes, ClassFile format) {
        try {
            return format.transformClass(format.parse(bytes), ClassTransform.ACCEPT_ALL);
        } catch (IllegalArgumentException _) { // names a class that the jar does without
            return bytes;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static Stream<Path> files(Path folder) throws IOException {
        return Files.walk(folder).filter(Files::isRegularFile);
    }

    private static long size(Path folder) throws IOException {
        return files(folder).mapToLong(MakeImage::length).sum();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                        throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path inner, IOException problem)
                        throws IOException {
                    Files.delete(inner);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
