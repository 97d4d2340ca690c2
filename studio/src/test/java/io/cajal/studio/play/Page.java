package io.cajal.studio.play;

import io.cajal.io.Json;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page without a browser: talks with the playground as the real one does. */
final class Page implements AutoCloseable {
    private static final int PATIENCE = 60; // seconds, on a machine that is busy with other things

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    /** The header of a frame and the bytes behind it. */
    record Frame(Map<?, ?> header, byte[] maps) {
        long step() {
            return (Long) header.get("step");
        }

        boolean isPlaying() {
            return (Boolean) header.get("playing");
        }

        Map<?, ?> event() {
            return (Map<?, ?>) header.get("event");
        }

        double loss(String set) {
            return ((Number) ((Map<?, ?>) header.get(set)).get("loss")).doubleValue();
        }
    }

    Page(String address) {
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(address.replace("http:", "ws:") + "/live/playground"), new Ear())
                .join();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(Json.parse(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] some = new byte[data.remaining()];
            data.get(some);
            bytes.writeBytes(some);
            if (last) {
                heard.add(frame(bytes.toByteArray()));
                bytes.reset();
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            heard.add("closed " + status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            heard.add("broken: " + error);
        }
    }

    private static Frame frame(byte[] bytes) {
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        String header = new String(bytes, 4, length, StandardCharsets.UTF_8);
        return new Frame((Map<?, ?>) Json.parse(header), Arrays.copyOfRange(bytes, 4 + length, bytes.length));
    }

    void say(String json) {
        socket.sendText(json, true).join();
    }

    void say(Object json) {
        say(Json.write(json));
    }

    void sendBytes(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next that is heard. */
    Object hear() throws InterruptedException {
        Object next = heard.poll(PATIENCE, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was heard");
        }
        return next;
    }

    /** The value of the next object, which must have that key alone. */
    Object hear(String key) throws InterruptedException {
        Object next = hear();
        if (next instanceof Map<?, ?> map && map.containsKey(key)) {
            return map.get(key);
        }
        throw new AssertionError("expected " + key + ", heard " + next);
    }

    Map<?, ?> open(String spec) throws InterruptedException {
        say("{\"do\":\"open\",\"spec\":" + spec + "}");
        return (Map<?, ?>) hear("opened");
    }

    String error(String json) throws InterruptedException {
        say(json);
        return (String) hear("error");
    }

    Frame frame() throws InterruptedException {
        return frame("{\"do\":\"frame\"}");
    }

    Frame frame(String request) throws InterruptedException {
        say(request);
        Object next = hear();
        if (next instanceof Frame frame) {
            return frame;
        }
        throw new AssertionError("expected a frame, heard " + next);
    }

    /** The first frame in which it stands still. */
    Frame still() throws InterruptedException {
        Frame frame = frame("{\"do\":\"frame\",\"maps\":\"none\"}");
        while (frame.isPlaying()) {
            frame = frame("{\"do\":\"frame\",\"maps\":\"none\"}");
        }
        return frame("{\"do\":\"frame\"}");
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
    }
}
