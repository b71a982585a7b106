package io.github.kubetls.examples.tools.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.examples.tools.cli.CaKind;
import io.github.kubetls.examples.tools.cli.ProgramException;
import java.security.Security;
import org.junit.jupiter.api.Test;

class ProviderChoiceTest {

    @Test
    void findsAProviderThatIsNotRegistered() {
        assertThat(Security.getProvider("BC")).isNull();
        ProviderChoice choice = ProviderChoice.named("BC");
        assertThat(choice.forNodes()).isPresent();
        assertThat(choice.forCa(CaKind.RSA)).isPresent();
        assertThat(choice.forCa(CaKind.ECDSA)).isPresent();
    }

    @Test
    void usesAProviderForWhatItKnowsOnly() {
        assertThat(ProviderChoice.named("SunEC").forNodes()).isPresent();
        assertThat(ProviderChoice.named("SunEC").forCa(CaKind.RSA)).isEmpty();
        assertThat(ProviderChoice.named("SunRsaSign").forNodes()).isEmpty();
        assertThat(ProviderChoice.named("SunRsaSign").forCa(CaKind.RSA)).isPresent();
    }

    @Test
    void leavesEverythingToTheLibraryByItself() {
        assertThat(ProviderChoice.ofTheLibrary().forNodes()).isEmpty();
        assertThat(ProviderChoice.ofTheLibrary().forCa(CaKind.RSA)).isEmpty();
    }

    @Test
    void refusesAProviderThatKnowsNothingOfUse() {
        assertThatThrownBy(() -> ProviderChoice.named("XMLDSig"))
                .isInstanceOf(ProgramException.class)
                .hasMessage("the provider 'XMLDSig' makes neither ECDSA nor RSA signatures");
    }
}
