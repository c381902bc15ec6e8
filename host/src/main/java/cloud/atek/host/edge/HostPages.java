package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.host.users.Doors;
import cloud.atek.host.users.FirstAdmin;
import cloud.atek.host.users.Newcomers;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The pages of the host by which a browser gets a session. Thread-safe.
final class HostPages {

    /// What pages of services import.
    private static final Set<String> LIBRARIES =
            Set.of(
                    "rpc.js",
                    "adb.js",
                    "blobs.js",
                    "watch.js",
                    "schema.js",
                    "earthstar.js",
                    "living.js",
                    "stream.js",
                    "events.js");

    private final Pages pages;
    private final FirstAdmin firstAdmin;
    private final Newcomers newcomers;
    private final Doors doors;

    HostPages(Pages pages, FirstAdmin firstAdmin, Newcomers newcomers, Doors doors) {
        this.pages = pages;
        this.firstAdmin = firstAdmin;
        this.newcomers = newcomers;
        this.doors = doors;
    }

    void login(Context http, Visit visit) {
        if (firstAdmin.wanted()) {
            // Nobody has an account yet: the other page says where the way in is printed.
            HostAnswers.redirect(http, "/_atek/setup");
        } else {
            HostAnswers.html(http, 200, pages.page("login", Map.of()));
        }
    }

    void setup(Context http, Visit visit) {
        if (firstAdmin.wanted()) {
            HostAnswers.html(http, 200, pages.page("setup", Map.of()));
        } else {
            HostAnswers.redirect(http, "/_atek/login");
        }
    }

    /// Asks whoever came from the page of a service that does not run whether to start it; the page
    /// then calls for him. At the root, for no page of a service may start services.
    void start(Context http, Visit visit) {
        HostAnswers.html(http, 200, pages.page("start", Map.of()));
    }

    void createFirstAdmin(Context http, Visit visit) throws IOException {
        enter(
                http,
                visit,
                form -> firstAdmin.create(form.code(), form.username(), form.password()));
    }

    /// The page of who was invited; without a good code it says so.
    void invite(Context http, Visit visit) {
        http.header("Referrer-Policy", "no-referrer");
        String code = http.queryParam("code");
        Optional<Newcomers.Welcome> welcome = Optional.ofNullable(code).flatMap(newcomers::welcome);
        HostAnswers.html(
                http,
                welcome.isPresent() ? 200 : 404,
                pages.page(
                        "invite",
                        Map.of(
                                "good",
                                welcome.isPresent() ? "yes" : "no",
                                "username",
                                welcome.map(Newcomers.Welcome::username).orElse(""),
                                "by",
                                welcome.map(Newcomers.Welcome::by).orElse(""))));
    }

    void acceptInvite(Context http, Visit visit) throws IOException {
        enter(http, visit, form -> newcomers.accept(form.code(), form.username(), form.password()));
    }

    /// Makes an account of a form, and lets its owner in.
    private void enter(Context http, Visit visit, Function<Form, FirstAdmin.Outcome> action)
            throws IOException {
        if (!HostAnswers.isJson(http)) {
            HostAnswers.refuse(http, 415, "Want Content-Type: application/json");
            return;
        }
        byte[] body = HostAnswers.body(http, Limits.SETUP_BYTES_MAX);
        if (body == null) {
            HostAnswers.refuse(http, 413, "Want at most " + Limits.SETUP_BYTES_MAX + " bytes");
            return;
        }
        Form form = Form.read(body);
        if (form == null) {
            HostAnswers.refuse(http, 400, "Want JSON with code, username and password");
            return;
        }
        switch (action.apply(form)) {
            case FirstAdmin.Outcome.Refused(String message) ->
                    HostAnswers.refuse(http, 400, message);
            case FirstAdmin.Outcome.Created(String token) -> {
                String device = http.header("User-Agent");
                doors.startedOn(token, device == null ? "" : device);
                http.header("Set-Cookie", SessionCookie.set(visit.place().authority(), token));
                HostAnswers.json(http, 200, "{}".getBytes(UTF_8));
            }
        }
    }

    /// What the page of a new user sends.
    private record Form(String code, String username, String password) {

        static @Nullable Form read(byte[] body) throws IOException {
            JsonNode json;
            try {
                json = MessageCodec.JSON.readTree(body);
            } catch (JsonProcessingException e) {
                return null;
            }
            JsonNode code = json.path("code");
            JsonNode username = json.path("username");
            JsonNode password = json.path("password");
            return code.isTextual() && username.isTextual() && password.isTextual()
                    ? new Form(code.textValue(), username.textValue(), password.textValue())
                    : null;
        }

        @Override
        public String toString() {
            return "Form";
        }
    }

    void library(Context http, Visit visit) {
        String name = http.pathParam("file");
        if (LIBRARIES.contains(name)) {
            asset(http, name);
        } else {
            HostAnswers.refuse(http, 404, "Not found");
        }
    }

    void asset(Context http, Visit visit) {
        asset(http, http.pathParam("file"));
    }

    private void asset(Context http, String name) {
        Optional<byte[]> file = pages.asset(name);
        if (file.isPresent()) {
            http.header("Cache-Control", "no-cache");
            http.contentType(ContentTypes.of(name)).result(file.get());
        } else {
            HostAnswers.refuse(http, 404, "Not found");
        }
    }
}
