package io.cajal.studio;

import io.cajal.http.Exchange;
import io.cajal.http.Refusal;
import io.cajal.io.Shown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;

/** The files of the page, out of the jar: packed once, and sent again only when they have changed. */
final class Assets {
    private static final String FOLDER = "page";
    private static final Pattern NAME = Pattern.compile("(/[a-z0-9-]+)+\\.([a-z]+)");
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml",
            "json",
            Exchange.JSON);
    /** Nothing from elsewhere, and nothing framed: a page that is broken into cannot tell anybody. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'"
            + " 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /** A browser asks for the icon by its old name where a document names none. */
    private static final Map<String, String> NAMES = Map.of("/", "/index.html", "/favicon.ico", "/icon.svg");

    private record Asset(String type, byte[] plain, byte[] packed, String tag) {
    }

    private final Map<String, Asset> read = new ConcurrentHashMap<>();

    void answer(String path, Exchange exchange) {
        Asset asset = read.computeIfAbsent(NAMES.getOrDefault(path, path), Assets::read);
        exchange.header("Content-Security-Policy", POLICY).header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-cache").header("ETag", asset.tag)
                .header("Vary", "Accept-Encoding");
        String known = exchange.request().getHeaders().get(HttpHeader.IF_NONE_MATCH);
        if (asset.tag.equals(known)) {
            exchange.sendUnchanged(asset.type);
        } else if (exchange.request().getHeaders().contains(HttpHeader.ACCEPT_ENCODING, "gzip")) {
            exchange.header("Content-Encoding", "gzip").send(asset.type, asset.packed);
        } else {
            exchange.send(asset.type, asset.plain);
        }
    }

    private static Asset read(String path) {
        var name = NAME.matcher(path);
        String type = name.matches() ? TYPES.get(name.group(2)) : null;
        try (InputStream in = type == null ? null : Assets.class.getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                throw new Refusal(404, "there is no %s here".formatted(Shown.of(path)));
            }
            byte[] plain = in.readAllBytes();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(plain);
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return new Asset(type, plain, packed.toByteArray(),
                    "\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
