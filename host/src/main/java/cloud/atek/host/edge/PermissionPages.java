package cloud.atek.host.edge;

import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.permissions.Request;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Reply;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The host's own dialog, in which people answer what a service asks: at the root of the domain,
/// where no service can put anything over it, in a frame of nobody's. Thread-safe.
///
/// It shows what `requests` of the permissions API tells the one who looks at it, so that nobody
/// sees what another is asked. The answer is a call of the page, as every other change.
final class PermissionPages {

    private static final int NAME_MAX = 60;
    private static final int SENTENCE_MAX = 500;
    private static final byte[] QUESTION =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"requests\",\"params\":[]}"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final String LINK =
            "<li><a class=\"button quiet\""
                    + " href=\"/_atek/permissions?request={}&amp;back={}\"><bdi>{}</bdi></a>"
                    + "<p>{}</p></li>";
    private static final String CHOICE =
            "<label class=\"pick\"><input type=\"radio\" name=\"choice\""
                    + " value=\"{}\"><span><bdi>{}</bdi> <small>{}</small></span></label>";
    private static final String NEW_FOLDER =
            "<label class=\"pick\"><input type=\"radio\" name=\"choice\" value=\"\"><span>A new"
                    + " folder</span></label><input id=\"new\" aria-label=\"Name of the new folder\""
                    + " maxlength=\"64\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"Name"
                    + " of the new folder\">";
    private static final String NAMED = "<p class=\"named\">It calls itself “<bdi>{}</bdi>”.</p>";
    private static final String REASON =
            "<blockquote><small>It says why:</small> <q><bdi>{}</bdi></q></blockquote>";

    private final Pages pages;
    private final Gateway gateway;

    PermissionPages(Pages pages, Gateway gateway) {
        this.pages = pages;
        this.gateway = gateway;
    }

    void show(Context http, Visit visit) throws IOException {
        List<Request> open = open(visit);
        String wanted = http.queryParam("request");
        if (wanted == null) {
            HostAnswers.html(http, 200, list(open, back(http)));
            return;
        }
        Request found =
                open.stream().filter(one -> one.request().equals(wanted)).findFirst().orElse(null);
        HostAnswers.html(
                http,
                found == null ? 404 : 200,
                found == null ? over(back(http)) : dialog(found, back(http)));
    }

    private List<Request> open(Visit visit) throws IOException {
        Reply reply = gateway.call(visit.caller(), PermissionsApi.ID.value(), QUESTION);
        return reply instanceof Reply.Answer(byte[] json, _)
                ? read(MessageCodec.JSON.readTree(json).path("result"))
                : List.of();
    }

    private static List<Request> read(JsonNode result) throws JsonProcessingException {
        return result.isArray()
                ? List.of(MessageCodec.JSON.treeToValue(result, Request[].class))
                : List.of();
    }

    /// Where the page leads to afterwards: a path of this very origin.
    private static String back(Context http) {
        String path = http.queryParam("back");
        return path != null && ReturnPath.isSafe(path) ? path : "/";
    }

    private byte[] list(List<Request> open, String back) {
        Markup rows =
                Markup.joined(
                        open.stream()
                                .map(one ->
                                        Markup.of(
                                                LINK,
                                                one.request(),
                                                ReturnPath.encode(back),
                                                one.id().value(),
                                                Foreign.plain(one.sentence(), SENTENCE_MAX)))
                                .toList());
        return pages.page(
                "asked",
                Map.of(
                        "title",
                        open.isEmpty() ? "Nothing is asked" : "You are asked",
                        "back",
                        back),
                Map.of("rows", rows));
    }

    private byte[] over(String back) {
        return pages.page(
                "asked",
                Map.of("title", "This question is no longer open", "back", back),
                Map.of("rows", Markup.NOTHING));
    }

    private byte[] dialog(Request request, String back) {
        return pages.page(
                "permissions",
                Map.of(
                        "request", request.request(),
                        "id", request.id().value(),
                        "sentence", Foreign.plain(request.sentence(), SENTENCE_MAX),
                        "pick", Objects.requireNonNullElse(request.pick(), ""),
                        "back", back),
                Map.of(
                        "named", named(request),
                        "reason", reason(request.reason()),
                        "choices", choices(request)));
    }

    /// What it calls itself, when that is not what its owner calls it.
    private static Markup named(Request request) {
        String name = Foreign.plain(request.name(), NAME_MAX);
        return name.equals(request.id().value()) ? Markup.NOTHING : Markup.of(NAMED, name);
    }

    private static Markup reason(@Nullable String reason) {
        String plain = reason == null ? "" : Foreign.plain(reason, SENTENCE_MAX);
        return plain.isEmpty() ? Markup.NOTHING : Markup.of(REASON, plain);
    }

    private static Markup choices(Request request) {
        if (request.pick() == null) {
            return Markup.NOTHING;
        }
        boolean alike = request.pick().equals("database");
        Markup known =
                Markup.joined(
                        Objects.requireNonNullElse(request.choices(), List.<Request.Choice>of())
                                .stream()
                                .map(one -> choice(one, alike))
                                .toList());
        return request.pick().equals("folder")
                ? Markup.joined(List.of(known, new Markup(NEW_FOLDER)))
                : known;
    }

    /// @param alike whether several may have one name, so that the key tells them apart
    private static Markup choice(Request.Choice choice, boolean alike) {
        String name = Foreign.plain(choice.name(), NAME_MAX);
        String key = alike ? Foreign.plain(choice.key(), 12) : "";
        return Markup.of(CHOICE, choice.key(), name, key);
    }
}
