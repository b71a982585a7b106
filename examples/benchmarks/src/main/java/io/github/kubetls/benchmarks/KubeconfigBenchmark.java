package io.github.kubetls.benchmarks;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.kubernetes.client.util.KubeConfig;
import java.io.StringReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading and writing a kubeconfig as kubectl writes it. */
public class KubeconfigBenchmark {

    /** A kubeconfig that all libraries read. */
    @State(Scope.Benchmark)
    public static class Usual {

        @Param({"1", "10", "100"})
        public int clusters;

        String text = "";

        Kubeconfig ours;

        Config fabric8;

        @Setup
        public void prepare() {
            text = Inputs.kubeconfig(clusters);
            ours = Kubeconfig.parse(text);
            fabric8 = KubeConfigUtils.parseConfigFromString(text);
        }
    }

    /** A kubeconfig of 24 MB, which the other two refuse to read. */
    @State(Scope.Benchmark)
    public static class Large {

        static final int CLUSTERS = 5000;

        final String text = Inputs.kubeconfig(CLUSTERS);
    }

    @Benchmark
    public Object parseLibrary(Usual usual) {
        return Kubeconfig.parse(usual.text);
    }

    @Benchmark
    public Object parseOfficial(Usual usual) {
        return KubeConfig.loadKubeConfig(new StringReader(usual.text));
    }

    @Benchmark
    public Object parseFabric8(Usual usual) {
        return KubeConfigUtils.parseConfigFromString(usual.text);
    }

    @Benchmark
    public Object parseLarge(Large large) {
        return Kubeconfig.parse(large.text, large.text.length());
    }

    @Benchmark
    public String writeLibrary(Usual usual) {
        return usual.ours.toYaml();
    }

    @Benchmark
    public String writeFabric8(Usual usual) {
        return Serialization.asYaml(usual.fabric8);
    }
}
