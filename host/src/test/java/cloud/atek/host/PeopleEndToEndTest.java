package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.users.Authenticator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How people come, and prove that it is them.
class PeopleEndToEndTest extends Family {

    @Test
    void aUserChangesHisOwnPasswordWithTheOldOneAndItEndsHisOtherSessions() throws Exception {
        String key = user("pia");
        Http desk = login("pia", PASSWORD);
        Http phone = login("pia", PASSWORD);

        assertThat(message(desk, USERS, "setPassword", key, Map.of("newPassword", OTHER)))
                .isEqualTo("Your password is needed for this");
        assertThat(
                        message(
                                desk,
                                USERS,
                                "setPassword",
                                key,
                                Map.of("oldPassword", "not it at all", "newPassword", OTHER)))
                .isEqualTo("The password was incorrect");
        assertThat(message(desk, USERS, "setPassword", ada, Map.of("newPassword", OTHER)))
                .isEqualTo("Not authorized");
        var right = Map.of("oldPassword", PASSWORD, "newPassword", OTHER);
        assertThat(call(desk, USERS, "setPassword", key, right).has("result")).isTrue();

        assertThat(isIn(desk)).isTrue();
        assertThat(isIn(phone)).isFalse();
        assertThat(isIn(login("pia", PASSWORD))).isFalse();
        assertThat(isIn(login("pia", OTHER))).isTrue();
    }

    @Test
    void anAdminSetsThePasswordOfAnotherAndAllHisSessionsEnd() throws Exception {
        String key = user("rob");
        Http rob = login("rob", PASSWORD);

        JsonNode done =
                call(
                        login("ada", PASSWORD),
                        USERS,
                        "setPassword",
                        key,
                        Map.of("newPassword", OTHER));

        assertThat(done.has("result")).as(done.toString()).isTrue();
        assertThat(isIn(rob)).isFalse();
        assertThat(isIn(login("rob", OTHER))).isTrue();
    }

    @Test
    void aSecondStepAsksForACodeThatIsGoodOnce() throws Exception {
        String key = user("tom");
        Http tom = login("tom", PASSWORD);
        assertThat(message(tom, USERS, "beginTotp", key, Map.of("password", "wrong one")))
                .isEqualTo("The password was incorrect");
        JsonNode begun =
                call(tom, USERS, "beginTotp", key, Map.of("password", PASSWORD)).path("result");
        String secret = begun.path("secret").asText();
        assertThat(begun.path("url").asText())
                .startsWith("otpauth://totp/Atek%20%28localhost%29%3Atom?secret=" + secret);
        assertThat(message(tom, USERS, "confirmTotp", key, Map.of("code", "000000")))
                .contains("incorrect");
        var app = new Authenticator(secret);

        JsonNode codes =
                call(tom, USERS, "confirmTotp", key, Map.of("code", app.code(-1)))
                        .at("/result/codes");

        assertThat(codes).hasSize(10);
        JsonNode asked = logInto(host.browser(), "tom", PASSWORD);
        assertThat(asked.at("/error/code").asInt()).isEqualTo(UserSessionsApi.CODE_WANTED);
        assertThat(asked.at("/error/data/needs").asText()).isEqualTo("code");
        assertThat(logInto(host.browser(), "tom", "wrong one", app.code(0)).at("/error/message"))
                .isEqualTo(logInto(host.browser(), "nobody", PASSWORD).at("/error/message"));
        String now = app.code(0);
        assertThat(logInto(host.browser(), "tom", PASSWORD, now).has("result")).isTrue();
        assertThat(logInto(host.browser(), "tom", PASSWORD, now).at("/error/message").asText())
                .contains("used before");
        String paper = codes.path(3).asText();
        assertThat(logInto(host.browser(), "tom", PASSWORD, paper).has("result")).isTrue();
        assertThat(logInto(host.browser(), "tom", PASSWORD, paper).has("error")).isTrue();

        assertThat(host.call(USERS, "get", key).at("/result/totp").asBoolean()).isTrue();
        assertThat(host.call(USERS, "list") + "" + host.call(USERS, "getSettings", key))
                .doesNotContain(secret, "secondStep");
        assertThat(onDisk(paper)).isEmpty();
        assertThat(message(tom, USERS, "resetTotp", key)).contains("password is needed");
        assertThat(call(login("ada", PASSWORD), USERS, "resetTotp", key).has("result")).isTrue();
        assertThat(isIn(login("tom", PASSWORD))).isTrue();
    }

    @Test
    void guessesWaitAndTheConsoleDoesNot() throws Exception {
        String key = user("gus");
        String last = "";
        for (int i = 0; i < 8; i++) {
            last = logInto(host.browser(), "gus", "guess " + i).at("/error/message").asText();
        }

        assertThat(last).startsWith("Too many wrong passwords. Try again in ");
        assertThat(logInto(host.browser(), "gus", PASSWORD).has("result")).isFalse();
        assertThat(host.call(USERS, "setPassword", key, Map.of("newPassword", OTHER)).has("result"))
                .isTrue();
    }

    @Test
    void aNewUserFindsTheServiceThatTheOwnerChose() throws Exception {
        String key = user("mia");

        String id = host.call(USERS, "getSettings", key).at("/result/mainServiceId").asText();
        JsonNode service = host.call(ServicesApi.ID.value(), "get", id).path("result");

        assertThat(service.at("/settings/owningUserKey").asText()).isEqualTo(key);
        assertThat(login("mia", PASSWORD).get("localhost", "/", Map.of()).body())
                .contains("Your start page");
    }
}
