package io.github.kubetls.examples.tools;

import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** TLS connections to a server on which anything may be sent; closing it closes them all. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 300_000;

    private final SSLSocketFactory factory;
    private final URI address;
    private final String authorization;
    private final List<Socket> sockets = new ArrayList<>();

    /** A client with the identity and the server of a kubeconfig. */
    RawClient(Path kubeconfig) throws IOException {
        ClientConfig config = ClientConfig.of(Kubeconfig.read(kubeconfig));
        factory = config.sslContext().getSocketFactory();
        address = config.server();
        authorization = config.bearerToken()
                .map(token -> "Authorization: Bearer " + token + "\r\n")
                .orElse("");
    }

    /** Opens a connection, and sends the beginning of a request. */
    Socket begin(String beginning) throws IOException {
        Socket socket = factory.createSocket(address.getHost(), address.getPort());
        sockets.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /** The whole answer to a request for a path, which is sent as it is. */
    String get(String rawPath) throws IOException {
        try (Socket socket =
                begin("GET " + rawPath + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + authorization + "\r\n")) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The first line of the answer on a connection; empty when it has ended. */
    static String statusLine(Socket socket) throws IOException {
        return nextLine(socket).orElse("");
    }

    /**
     * The next line of the answer on a connection.
     *
     * @throws EOFException when it has ended
     */
    static String line(Socket socket) throws IOException {
        return nextLine(socket).orElseThrow(() -> new EOFException("the connection has ended"));
    }

    private static Optional<String> nextLine(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = socket.getInputStream().read();
        while (c >= 0 && c != '\n') {
            line.write(c);
            c = socket.getInputStream().read();
        }
        return c < 0 && line.size() == 0
                ? Optional.empty()
                : Optional.of(line.toString(StandardCharsets.UTF_8).trim());
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
