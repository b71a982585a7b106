package io.github.kubetls.kubelet;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.fixtures.Pairs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A program that updates a store without end, until it is killed. */
final class StoreUpdater {

    private StoreUpdater() {}

    /** The arguments are the directory and a seed. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Random random = new Random(Long.parseLong(arguments[1]));
        List<CertificateAndKey> pairs = Pairs.all();
        Clock clock = Clock.systemDefaultZone();
        System.out.println("ready");
        while (true) {
            // Every other update is of the same second as the one before.
            clock = Clock.offset(clock, Duration.ofSeconds(random.nextInt(2)));
            KubeletCertificateStore.builder(directory, KubeletCertificateStore.CLIENT)
                    .clock(clock)
                    .open()
                    .update(pairs.get(random.nextInt(pairs.size())));
        }
    }
}
