package io.github.kubetls.examples.tools.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtobufTest {

    /** What {@code kubectl auth can-i create csr} of release 1.32.4 sends, taken from {@code kubectl -v=9}. */
    private static final byte[] CAN_I =
            bytes("6b3873000a320a17617574686f72697a6174696f6e2e6b38732e696f2f7631121753656c665375626a"
                    + "656374416363657373526576696577"
                    + "12680a100a0012001a0022002a00320038004200124a0a480a0764656661756c741206637265617465"
                    + "1a136365727469666963617465732e6b38732e696f22002a1a63657274696669636174657369676e696e6772657175657374733200"
                    + "3a001a0808001200"
                    + "1a0020001a002200");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void readsWhatKubectlSends() {
        assertThat(Protobuf.read(CAN_I))
                .hasToString(
                        "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\",\"metadata\":{},"
                                + "\"spec\":{\"resourceAttributes\":{\"namespace\":\"default\",\"verb\":\"create\","
                                + "\"group\":\"certificates.k8s.io\",\"resource\":\"certificatesigningrequests\"}}}");
    }

    @Test
    void refusesWhatIsCutOff() {
        // Where the object begins and ends; without one it is an empty object.
        int object = 56;
        int end = 162;
        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(CAN_I, length);
            if (length != object) {
                assertThatThrownBy(() -> Protobuf.read(cut))
                        .as("%d bytes", length)
                        .isInstanceOf(ApiFailure.class);
            }
        }
    }

    @Test
    void survivesAnyBytes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = CAN_I.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            assertThatCode(() -> {
                        try {
                            Protobuf.read(damaged);
                        } catch (ApiFailure expected) {
                            assertThat(expected.code()).isIn(400, 415);
                        }
                    })
                    .as("seed %d: %s", seed, Base64.getEncoder().encodeToString(damaged))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void doesNotKnowEveryKind() {
        byte[] node = "k8s\0\n\n\n\2v1\22\4Node".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Protobuf.read(node))
                .isInstanceOfSatisfying(
                        ApiFailure.class, failure -> assertThat(failure.code()).isEqualTo(415));
    }
}
