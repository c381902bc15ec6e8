package cloud.atek.api.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.ApiId;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.permissions.What.ApiGrant;
import cloud.atek.api.permissions.What.FolderGrant;
import cloud.atek.api.permissions.What.FullNetwork;
import cloud.atek.api.permissions.What.Limits;
import cloud.atek.api.permissions.What.NetworkGrant;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhatTest {

    private static final ApiId API = new ApiId("example.com/a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"api\":\"example.com/a\"}",
                "{\"api\":\"example.com/a\",\"methods\":[\"get\"],\"prefix\":[\"notes\"],"
                        + "\"provider\":\"k1\"}",
                "{\"host\":\"api.example.com\",\"port\":8443}",
                "{\"network\":\"full\"}",
                "{\"folder\":\"photos\",\"access\":\"write\"}",
                "{\"memory\":256,\"cpu\":50}",
            })
    void everyKindComesBackAsItWasSent(String json) throws Exception {
        What what = read(json);

        assertThat(MessageCodec.JSON.readTree(MessageCodec.JSON.writeValueAsString(what)))
                .isEqualTo(MessageCodec.JSON.readTree(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "null",
                "{\"api\":\"nothing\"}",
                "{\"api\":null}",
                "{\"api\":\"example.com/a\",\"methods\":[]}",
                "{\"api\":\"example.com/a\",\"database\":\"x\"}",
                "{\"host\":\"*.example.com\"}",
                "{\"host\":\"https://example.com\"}",
                "{\"host\":\"a.b\",\"port\":0}",
                "{\"network\":\"half\"}",
                "{\"folder\":\"../etc\",\"access\":\"read\"}",
                "{\"folder\":\"a/b\",\"access\":\"read\"}",
                "{\"folder\":\".\",\"access\":\"read\"}",
                "{\"memory\":1}",
            })
    void whatIsNoneOfThemIsRefused(String json) {
        assertThatThrownBy(() -> new ObjectUnderTest(read(json)))
                .isInstanceOfAny(JsonProcessingException.class, NullPointerException.class);
    }

    private record ObjectUnderTest(What what) {
        ObjectUnderTest {
            if (what == null) {
                throw new NullPointerException("nothing came");
            }
        }
    }

    @Test
    void aHostIsTheSameInEverySpelling() {
        assertThat(new NetworkGrant("API.Example.com.", null).at())
                .isEqualTo(new HostPort("api.example.com", 443))
                .hasToString("api.example.com:443");
        assertThat(new HostPort("[::1]", 80)).hasToString("[::1]:80");
    }

    @Test
    void aGrantCoversWhatIsNarrower() {
        var all = new ApiGrant(API);
        var get = new ApiGrant(API, List.of("get"), null, null, null);
        var notes = new ApiGrant(API, null, KeyPath.of("notes"), null, null);
        var day = new ApiGrant(API, List.of("get"), KeyPath.of("notes", "day"), null, null);

        assertThat(all.covers(get)).isTrue();
        assertThat(get.covers(all)).isFalse();
        assertThat(notes.covers(day)).isTrue();
        assertThat(day.covers(notes)).isFalse();
        assertThat(get.names(API, "put")).isFalse();
        assertThat(new FullNetwork().covers(new NetworkGrant("a.b", 1))).isTrue();
        assertThat(new FolderGrant("a", Access.READ).covers(new FolderGrant("a", Access.WRITE)))
                .isFalse();
        assertThat(new Limits(256, 50, null).covers(new Limits(128, null, null))).isTrue();
    }

    private static What read(String json) throws JsonProcessingException {
        return MessageCodec.JSON.readValue(json, What.class);
    }
}
