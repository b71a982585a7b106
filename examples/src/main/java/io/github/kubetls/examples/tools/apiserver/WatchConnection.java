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
 * server. One that says something all the same, its next request, is heard no further.
 */
final class WatchConnection implements WatchResponse.Sink, AutoCloseable {

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
        if (clientSpoke) {
            return;
        }
        ByteBuffer said = BufferUtil.allocate(1);
        int length = connection.fill(said);
        if (length < 0) {
            throw new EOFException("the client has ended its watch");
        }
        clientSpoke = length > 0;
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
