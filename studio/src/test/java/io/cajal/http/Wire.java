package io.cajal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which bytes are sent as they are. */
public final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private final Socket socket;

    public Wire(String address) throws IOException {
        URI uri = URI.create(address);
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** False when the server has closed the connection. */
    public boolean send(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public Wire send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Says that nothing more comes. */
    public Wire end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** All that comes until the server closes the connection. */
    public String all() throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] part = new byte[1 << 12];
        try {
            for (int n = socket.getInputStream().read(part); n >= 0; n = socket.getInputStream().read(part)) {
                all.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            // reset: what has come counts
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
