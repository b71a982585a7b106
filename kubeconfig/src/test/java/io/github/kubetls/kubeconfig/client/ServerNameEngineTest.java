package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link SSLEngine}, of an engine that lets another one do the work. */
class ServerNameEngineTest {

    private static final SNIServerName NAME = new SNIHostName("tls.example.org");

    private SSLEngine other;
    private SSLEngine engine;

    @BeforeEach
    void makeEngines() throws Exception {
        SSLParameters named = new SSLParameters();
        named.setServerNames(List.of(NAME));
        other = SSLContext.getDefault().createSSLEngine("host.example.org", 6443);
        engine = new ServerNameEngine(other, named);
        engine.setUseClientMode(true);
    }

    @Test
    void sendsOneNameWhateverParametersItIsGiven() {
        assertThat(other.getSSLParameters().getServerNames()).containsExactly(NAME);
        SSLParameters parameters = new SSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("host.example.org")));
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        assertThat(other.getSSLParameters().getApplicationProtocols()).containsExactly("h2");
        assertThat(other.getSSLParameters().getServerNames()).containsExactly(NAME);
        assertThat(engine.getSSLParameters().getServerNames()).containsExactly(NAME);
        assertThat(engine.getPeerHost()).isEqualTo("host.example.org");
        assertThat(engine.getPeerPort()).isEqualTo(6443);
    }

    @Test
    void whatIsSetIsSetOfTheOtherEngine() {
        BiFunction<SSLEngine, List<String>, String> selector = (any, protocols) -> "h2";
        engine.setHandshakeApplicationProtocolSelector(selector);
        assertThat(other.getHandshakeApplicationProtocolSelector()).isSameAs(selector);
        assertThat(engine.getHandshakeApplicationProtocolSelector()).isSameAs(selector);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        assertThat(other.getEnabledProtocols()).containsExactly("TLSv1.3");
        assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3");
        engine.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
        assertThat(other.getEnabledCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
        assertThat(engine.getEnabledCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
        for (boolean value : new boolean[] {false, true}) {
            engine.setUseClientMode(value);
            assertThat(other.getUseClientMode()).isEqualTo(value);
            assertThat(engine.getUseClientMode()).isEqualTo(value);
            engine.setEnableSessionCreation(value);
            assertThat(other.getEnableSessionCreation()).isEqualTo(value);
            assertThat(engine.getEnableSessionCreation()).isEqualTo(value);
            engine.setWantClientAuth(value);
            assertThat(other.getWantClientAuth()).isEqualTo(value);
            assertThat(engine.getWantClientAuth()).isEqualTo(value);
            engine.setNeedClientAuth(value);
            assertThat(other.getNeedClientAuth()).isEqualTo(value);
            assertThat(engine.getNeedClientAuth()).isEqualTo(value);
        }
    }

    @Test
    void theHandshakeIsThatOfTheOtherEngine() throws Exception {
        assertThat(engine.getApplicationProtocol()).isNull();
        assertThat(engine.getHandshakeApplicationProtocol()).isNull();
        engine.beginHandshake();
        assertThat(other.getHandshakeStatus()).isNotEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(engine.getHandshakeStatus()).isEqualTo(other.getHandshakeStatus());
        engine.closeOutbound();
        for (int i = 0; i < 10 && !other.isOutboundDone(); i++) {
            engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(1 << 16));
        }
        assertThat(other.isOutboundDone()).isTrue();
        assertThat(engine.isOutboundDone()).isTrue();
    }

    @Test
    void isOpenUntilItIsClosed() throws Exception {
        assertThat(engine.isInboundDone()).isFalse();
        assertThat(engine.isOutboundDone()).isFalse();
        engine.closeInbound();
        assertThat(other.isInboundDone()).isTrue();
        assertThat(engine.isInboundDone()).isTrue();
    }
}
