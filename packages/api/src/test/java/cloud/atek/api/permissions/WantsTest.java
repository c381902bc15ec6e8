package cloud.atek.api.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.Manifest;
import cloud.atek.api.permissions.Wants.Want;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class WantsTest {

    @Test
    void aManifestSaysAllThatItNeeds() throws Exception {
        String json =
                """
                {"permissions": {
                  "apis": [{"api": "atek.cloud/adb-api", "methods": ["recordGet"], "reason": "r1"}],
                  "network": [{"host": "api.example.com", "port": 443, "reason": "r2"}],
                  "folders": [{"name": "photos", "access": "write", "reason": "r3"}],
                  "devices": ["camera"], "memory": 256, "cpu": 50, "storage": 1024}}
                """;
        Wants wants = MessageCodec.JSON.readValue(json, Manifest.class).permissions();

        assertThat(wants).isNotNull();
        assertThat(wants.all()).hasSize(4);
        assertThat(wants.all()).extracting(Want::reason).containsExactly("r1", "r2", "r3", null);
        assertThat(wants.devices()).containsExactly("camera");
        assertThat(MessageCodec.JSON.<JsonNode>valueToTree(wants))
                .isEqualTo(MessageCodec.JSON.readTree(json).path("permissions"));
    }

    @Test
    void allOfTheNetworkIsOneWord() throws Exception {
        String json = "{\"permissions\": {\"network\": \"full\"}}";
        Wants wants = MessageCodec.JSON.readValue(json, Manifest.class).permissions();

        assertThat(wants).isNotNull();
        assertThat(wants.fullNetwork()).isTrue();
        assertThat(wants.all()).extracting(Want::what).containsExactly(new What.FullNetwork());
    }

    @Test
    void aManifestThatSaysNothingIsNotOneThatNeedsNothing() throws Exception {
        assertThat(MessageCodec.JSON.readValue("{}", Manifest.class).permissions()).isNull();
        assertThat(
                        MessageCodec.JSON
                                .readValue("{\"permissions\":{}}", Manifest.class)
                                .permissions())
                .isEqualTo(Wants.NOTHING);
    }
}
