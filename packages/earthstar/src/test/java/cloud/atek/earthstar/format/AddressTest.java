package cloud.atek.earthstar.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void addressesOfEs3AreThoseOfThePublishedPackage() {
        check(Format.ES3, "es3-addresses.json", "parsed");
    }

    @Test
    void addressesOfEs4AreThoseOfThePublishedPackage() {
        check(Format.ES4, "es4-addresses.json", "result");
    }

    @Test
    void pathsOfEs3AreThoseOfThePublishedPackage() {
        for (JsonNode each : Vectors.cases("es3-paths.json")) {
            String path = each.get("path").asText();
            assertThat(Paths.fault(Format.ES3, path) == null)
                    .as(path)
                    .isEqualTo(each.get("valid").get("3.1.1").asBoolean());
        }
    }

    @Test
    void pathsOfEs4AreThoseOfThePublishedPackage() {
        for (JsonNode each : Vectors.cases("es4-paths.json")) {
            String path = each.get("path").asText();
            boolean good = Paths.fault(Format.ES4, path) == null;
            assertThat(good).as(path).isEqualTo(each.get("skipEphemeralRule").isBoolean());
            assertThat(good && Paths.bangFault(path, false) == null)
                    .as(path)
                    .isEqualTo(each.get("deleteAfterNull").isBoolean());
            assertThat(good && Paths.bangFault(path, true) == null)
                    .as(path)
                    .isEqualTo(each.get("deleteAfterSet").isBoolean());
        }
    }

    @Test
    void aTildeGivesThePathToWhomItNames() {
        for (String file : new String[] {"es3-permissions.json", "es4-permissions.json"}) {
            for (JsonNode each : Vectors.cases(file)) {
                assertThat(Paths.permits(each.get("path").asText(), each.get("author").asText()))
                        .as(each.toString())
                        .isEqualTo(each.get("canWrite").asBoolean());
            }
        }
    }

    private static void check(Format format, String file, String field) {
        for (JsonNode each : Vectors.cases(file)) {
            String text = each.get("address").asText();
            Checked<? extends Address> address =
                    each.get("kind").asText().equals("author")
                            ? Address.author(format, text)
                            : Address.workspace(format, text);
            assertThat(address.good().isPresent())
                    .as(text)
                    .isEqualTo(each.get("valid").asBoolean());
            if (each.get("valid").asBoolean()) {
                Address good = address.require();
                JsonNode parsed = each.get(field);
                assertThat(good.key()).isEqualTo(parsed.get("pubkey").asText());
                assertThat(good.name())
                        .isEqualTo(
                                parsed.has("name")
                                        ? parsed.get("name").asText()
                                        : parsed.get("shortname").asText());
            }
        }
    }
}
