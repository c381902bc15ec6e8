package cloud.atek.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void equalBytesAreEqualSecrets() {
        byte[] bytes = {1, 2, 3};

        assertThat(Secret.copyOf(bytes)).isEqualTo(Secret.copyOf(bytes));
        assertThat(Secret.copyOf(bytes)).isNotEqualTo(Secret.copyOf(new byte[] {1, 2, 4}));
    }

    @Test
    void wipedSecretTellsNothing() {
        byte[] bytes = {1, 2, 3};
        Secret secret = Secret.owning(bytes);

        secret.wipe();

        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(secret::toArray).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tokensAre256BitsAndNeverTheSame() {
        String token = Tokens.fresh();

        assertThat(token).matches("[0-9a-f]{64}").isNotEqualTo(Tokens.fresh());
        assertThat(Tokens.same(token, token)).isTrue();
        assertThat(Tokens.same(token, Tokens.fresh())).isFalse();
    }

    /// FIPS 180-4, the example "abc"; RFC 9162, the empty leaf.
    @Test
    void hashesAreThoseOfTheStandards() {
        assertThat(Hash.of("ab".getBytes(StandardCharsets.UTF_8), new byte[] {'c'}).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Hash.ofLeaf(ByteBuffer.allocate(0)).hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }
}
