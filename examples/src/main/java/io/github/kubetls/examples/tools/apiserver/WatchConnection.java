package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;

/**
 * A watch's way to its client.
 *
 * <p>A client that watches has nothing more to say, so that whatever can be read from it tells that it is gone, as in the API
 * server. What it says all the same, such as its next request, is not heard.
 */
final class WatchConnection implements WatchResponse.Sink, AutoCloseable {

    private static final int MOST_AT_ONCE = 4096;

    private final EndPoint connection;
    private final OutputStream out;
    private boolean clientSpoke;

    /** Begins the response, whose request has been read to its end. */
    WatchConnection(EndPoint connection, Response response) throws IOException {
        this.connection = connection;
        out = Content.Sink.asOutputStream(response);
        // The client is to know at once that it watches.
        out.flush();
    }

    @Override
    public void accept(ObjectNode event) throws IOException {
        out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void requireClient() throws IOException {
        ByteBuffer said = BufferUtil.allocate(MOST_AT_ONCE);
        int length = connection.fill(said);
        if (length < 0) {
            throw new EOFException("the client has ended its watch");
        }
        clientSpoke |= length > 0;
    }

    /** Ends the response, and the connection, too, if a part of the next request was taken from it. */
    @Override
    public void close() throws IOException {
        out.close();
        if (clientSpoke) {
            connection.close();
        }
    }
}
