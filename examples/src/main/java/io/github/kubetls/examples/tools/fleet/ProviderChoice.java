package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.examples.tools.cli.CaKind;
import io.github.kubetls.examples.tools.cli.ProgramException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which JCA provider makes keys and signatures: the library's own choice, or one that the user names, as far as it knows the
 * algorithm.
 *
 * <p>A provider can be named when it is registered, or on the class path with an entry for {@link ServiceLoader}, as Bouncy
 * Castle is. Signatures are always verified by the library's own choice.
 */
public final class ProviderChoice {

    private static final ProviderChoice OF_THE_LIBRARY = new ProviderChoice(null);

    private final @Nullable Provider named;

    private ProviderChoice(@Nullable Provider named) {
        this.named = named;
    }

    /**
     * The library's own choice.
     *
     * @return the choice
     */
    public static ProviderChoice ofTheLibrary() {
        return OF_THE_LIBRARY;
    }

    /**
     * A provider of the user's.
     *
     * @param name its name, such as {@code BC} or {@code SunEC}
     * @return the choice
     * @throws ProgramException when there is none of this name, or it knows no algorithm that a join needs
     */
    public static ProviderChoice named(String name) {
        ProviderChoice choice = new ProviderChoice(find(name));
        if (Arrays.stream(CaKind.values()).allMatch(ca -> choice.forCa(ca).isEmpty())) {
            throw new ProgramException("the provider '" + name + "' makes neither ECDSA nor RSA signatures");
        }
        return choice;
    }

    /** The provider of a name, which need not be registered. */
    static Provider find(String name) {
        Map<String, Provider> present = present();
        Provider provider = present.get(name);
        if (provider == null) {
            throw new ProgramException(
                    "there is no provider '" + name + "'; there are " + String.join(", ", present.keySet()));
        }
        return provider;
    }

    private static Map<String, Provider> present() {
        Map<String, Provider> present = new LinkedHashMap<>();
        for (Provider registered : Security.getProviders()) {
            present.put(registered.getName(), registered);
        }
        for (Provider found : ServiceLoader.load(Provider.class)) {
            present.putIfAbsent(found.getName(), found);
        }
        return present;
    }

    /** The provider for keys and requests of nodes; empty for the library's own choice. */
    Optional<Provider> forNodes() {
        return forCa(CaKind.ECDSA);
    }

    /** The provider for the CA's key and its signatures; empty for the library's own choice. */
    Optional<Provider> forCa(CaKind ca) {
        return Optional.ofNullable(named)
                .filter(provider -> provider.getService("KeyPairGenerator", ca.keyFamily()) != null)
                .filter(provider -> provider.getService("Signature", ca.signature()) != null);
    }

    /** The name of the user's provider, or that the library chooses. */
    @Override
    public String toString() {
        return named == null ? "the library's choice" : named.getName();
    }
}
