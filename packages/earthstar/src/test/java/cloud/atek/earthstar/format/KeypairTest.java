package cloud.atek.earthstar.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeypairTest {

    @Test
    void keysAreReadAndWrittenAsThePublishedPackagesDo() {
        for (Format format : Vectors.CLASSIC) {
            for (JsonNode each : Vectors.cases(file(format))) {
                if (!each.has("address")) {
                    continue;
                }
                Keypair pair = pair(format, each).require();
                assertThat(pair.author().text()).isEqualTo(each.get("address").asText());
                assertThat(pair.secret()).isEqualTo(each.get("secret").asText());
                assertThat(pair.toString()).doesNotContain(pair.secret());
            }
        }
    }

    @Test
    void signaturesAreThoseOfThePublishedPackages() {
        for (Format format : Vectors.CLASSIC) {
            for (JsonNode each : Vectors.list(Vectors.file(file(format)).get("signs"))) {
                Keypair pair = pair(format, each.get("keypair")).require();
                assertThat(pair.sign(each.get("message").asText()))
                        .isEqualTo(each.get("signature").asText());
            }
        }
    }

    @Test
    void namesAreCheckedWhenAPairIsMade() {
        for (Format format : Vectors.CLASSIC) {
            for (JsonNode each :
                    Vectors.list(Vectors.file(file(format)).get("generateAuthorKeypair"))) {
                Checked<Keypair> made = Keypair.random(format, each.get("shortname").asText());
                assertThat(made.good().isPresent())
                        .as(each.toString())
                        .isEqualTo(each.get("ok").asBoolean());
            }
        }
    }

    @Test
    void pairsThatDoNotBelongTogetherAreRefused() {
        for (JsonNode each : Vectors.list(Vectors.file("es4-keypairs.json").get("checks"))) {
            assertThat(pair(Format.ES4, each.get("keypair")).good()).as(each.toString()).isEmpty();
        }
    }

    @Test
    void aNewKeyOfEs3FitsIntoAnAddress() {
        for (int i = 0; i < 20; i++) {
            Keypair pair = Keypair.random(Format.ES3, "suzy").require();
            assertThat(Keypair.of(Format.ES3, pair.author().text(), pair.secret()).good())
                    .isPresent();
            assertThat(List.of(pair.author().key().length())).containsExactly(44);
        }
    }

    private static Checked<Keypair> pair(Format format, JsonNode pair) {
        return Keypair.of(format, pair.get("address").asText(), pair.get("secret").asText());
    }

    private static String file(Format format) {
        return format == Format.ES3 ? "es3-keypairs.json" : "es4-keypairs.json";
    }
}
