package io.cajal.studio.kit;

import java.nio.ByteBuffer;

/**
 * What is said to a page over its WebSocket. A page that does not listen fast enough is cut off: it never makes others
 * wait. What flows without end should be sent only when the page has asked for more.
 */
public interface Outlet {
    /** Says an object of JSON. */
    void say(Object json);

    /** Sends bytes whose form the two sides know. */
    void send(ByteBuffer bytes);
}
