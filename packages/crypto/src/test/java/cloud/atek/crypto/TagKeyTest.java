package cloud.atek.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagKeyTest {

    private static final Bytes MESSAGE = Bytes.ofHex("00112233");

    private final SigningKey owner = SigningKey.random();
    private final TagKey key = TagKey.of(owner, "test/1");

    @Test
    void ownerKnowsHisTagAgain() {
        Bytes tag = key.tag(MESSAGE);

        assertThat(tag.size()).isEqualTo(TagKey.BYTES);
        assertThat(TagKey.of(owner, "test/1").verifies(MESSAGE, tag)).isTrue();
    }

    @Test
    void anyOtherKeyUseMessageOrTagIsRefused() {
        Bytes tag = key.tag(MESSAGE);
        byte[] flipped = tag.toArray();
        flipped[31] ^= 1;

        assertThat(key.verifies(Bytes.ofHex("00112234"), tag)).isFalse();
        assertThat(key.verifies(MESSAGE, Bytes.owning(flipped))).isFalse();
        assertThat(key.verifies(MESSAGE, Bytes.EMPTY)).isFalse();
        assertThat(TagKey.of(owner, "test/2").verifies(MESSAGE, tag)).isFalse();
        assertThat(TagKey.of(SigningKey.random(), "test/1").verifies(MESSAGE, tag)).isFalse();
    }

    /// HKDF-Expand of one block is HMAC(key, info ‖ 1); made with openssl from the RFC 8032 seed.
    @Test
    void tagIsWhatTheStandardsSay() {
        var seed = Bytes.ofHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        TagKey standard =
                TagKey.of(new SigningKey(Secret.owning(seed.toArray())), "atek.cloud/test/1");

        assertThat(standard.tag(MESSAGE).hex())
                .isEqualTo("e9f7456663cab3131b214d4f02970404e1f57c70cb03d0f50fa5e65ec205436f");
    }

    @Test
    void keyNeverPrints() {
        assertThat(key).hasToString("TagKey[…]");
    }
}
