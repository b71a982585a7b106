package io.github.kubetls.kubelet;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.Pairs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A program that updates a store without end, until it is killed; it tells of the first update. */
final class StoreUpdater {

    private StoreUpdater() {}

    /** The arguments are the directory and a seed. */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        Path directory = Path.of(arguments[0]);
        Random random = new Random(Long.parseLong(arguments[1]));
        List<CertificateAndKey> pairs = Pairs.all();
        Clock clock = Clock.systemDefaultZone();
        for (int updates = 1; ; updates++) {
            // Every other update is of the same second as the one before.
            clock = Clock.offset(clock, Duration.ofSeconds(random.nextInt(2)));
            KubeletCertificateStore.builder(directory, KubeletCertificateStore.CLIENT)
                    .clock(clock)
                    .open()
                    .update(pairs.get(random.nextInt(pairs.size())));
            if (updates == 1) {
                System.out.println("updated");
            }
        }
    }
}
