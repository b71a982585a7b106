package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link LoopbackControlPlane} beside connections that do not go on. */
@Tag("slow")
class LoopbackControlPlaneFloodTest {

    /** Many times as many as the server has threads. */
    private static final int CONNECTIONS = Integer.getInteger("kubetls.connections", 500);

    @TempDir
    private static Path folder;

    private static LoopbackCluster cluster;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        cluster = LoopbackCluster.start(folder.resolve("cluster"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void connect(byte[] beginning) throws IOException {
        URI address = cluster.address();
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            socket.getOutputStream().write(beginning);
        }
    }

    @Test
    void handshakesThatStopHalfwayCostOthersNothing() throws IOException {
        byte[] halfAClientHello = {0x16, 3, 1, 2, 0, 1, 0, 1};
        connect(halfAClientHello);
        assertThat(cluster.admin().get(ApiCaller.REQUESTS).code()).isEqualTo(200);
    }

    @Test
    void whatIsNoTlsCostsOthersNothing() throws IOException {
        connect("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(cluster.admin().get(ApiCaller.REQUESTS).code()).isEqualTo(200);
    }

    @Test
    void aSilentConnectionIsClosed() throws IOException {
        URI address = cluster.address();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(300_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aBodyThatComesByteByByteIsNotAwaited() throws Exception {
        URI address = cluster.address();
        ClientConfig config = ClientConfig.of(Kubeconfig.read(cluster.adminKubeconfig()));
        try (Socket socket =
                config.sslContext().getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /api/v1/namespaces HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(1000);
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = null;
            for (int i = 0; status == null && i < 300; i++) {
                out.write(' ');
                try {
                    status = answer.readLine();
                } catch (SocketTimeoutException e) {
                    // Not yet.
                }
            }
            assertThat(status).isEqualTo("HTTP/1.1 504 Gateway Timeout");
        }
    }
}
