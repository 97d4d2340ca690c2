package io.cajal.studio;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import io.cajal.studio.kit.Part;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.AutoLock;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A page's WebSocket, and the guest at its other end. */
public final class Line implements Session.Listener.AutoDemanding, Outlet {
    /** Messages on their way at once, after which the page is taken to be asleep. */
    private static final int MOST = 256;

    private final Part.Host host;
    private final Consumer<String> log;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AutoLock lock = new AutoLock();
    private Session session;
    private Part.Guest guest;

    Line(Part.Host host, Consumer<String> log) {
        this.host = host;
        this.log = log;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        guest = host.welcome(this);
    }

    @Override
    public void onWebSocketText(String text) {
        try {
            guest.said(Message.parse(text));
        } catch (CajalException e) {
            say(Map.of("error", e.getMessage()));
        } catch (RuntimeException e) {
            log.accept("no answer to a page: " + e);
            say(Map.of("error", "the studio cannot do that: its own output says why"));
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer bytes, Callback callback) {
        callback.succeed();
        say(Map.of("error", "expected text, got bytes"));
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // The connection is lost, and closed next.
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        try {
            if (guest != null) {
                guest.close();
            }
        } finally {
            callback.succeed();
        }
    }

    @Override
    public void say(Object json) {
        String text = Json.write(json);
        send(done -> session.sendText(text, done));
    }

    @Override
    public void send(ByteBuffer bytes) {
        send(done -> session.sendBinary(bytes, done));
    }

    private void send(Consumer<Callback> sending) {
        if (!session.isOpen()) {
            return;
        }
        if (underWay.incrementAndGet() > MOST) {
            session.disconnect();
            return;
        }
        try (AutoLock _ = lock.lock()) {
            sending.accept(Callback.from(underWay::decrementAndGet, _ -> underWay.decrementAndGet()));
        }
    }
}
