package cloud.atek.lonestar;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import cloud.atek.api.inspect.ConfigChange;
import cloud.atek.api.inspect.ConfigReport;
import cloud.atek.api.inspect.InspectApi;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.sessions.UserSessionsApi.Session;
import cloud.atek.api.sessions.UserSessionsApi.SessionInfo;
import cloud.atek.api.sessions.UserSessionsApi.SessionList;
import cloud.atek.api.users.UsersApi;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// JSON-RPC over the real API interfaces, so that the JSON is the real one. Thread-safe.
final class FakeGateway {

    private static final Pattern API = Pattern.compile("api=([^&]*)");
    private static final Pattern COOKIE = Pattern.compile("session=([0-9a-f-]+)");
    private static final int GENERAL_ERROR = -32003;

    private static final SessionInfo DESK =
            new SessionInfo(
                    "d",
                    "Firefox on Linux",
                    "2026-01-01T00:00:00Z",
                    "2026-01-02T00:00:00Z",
                    "2026-04-01T00:00:00Z",
                    true);

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final Map<String, Object> apis;
    private final FakeUsers users;

    FakeGateway(FakeServices services, FakeUsers users, FakePermissions permissions) {
        this.users = users;
        apis =
                Map.of(
                        ServicesApi.ID.value(), services,
                        UsersApi.ID.value(), users,
                        PermissionsApi.ID.value(), permissions,
                        InspectApi.ID.value(), new Inspect());
    }

    /// Opens a session, and gives what its cookie holds.
    String open(String userKey) {
        String token = UUID.randomUUID().toString();
        sessions.put(token, userKey);
        return token;
    }

    Optional<String> caller(HttpExchange call) {
        return token(call).map(sessions::get);
    }

    void answer(HttpExchange call) throws IOException {
        boolean marked = "1".equals(call.getRequestHeaders().getFirst("Atek-Request"));
        if (!call.getRequestMethod().equals("POST") || !marked) {
            send(call, 404, Map.of("error", true, "message", "Not found"));
            return;
        }
        JsonNode said = json.readTree(call.getRequestBody());
        String method = said.path("method").asText();
        Matcher api = API.matcher(call.getRequestURI().getQuery());
        String wanted = api.find() ? api.group(1) : "";
        boolean open = method.equals("login") || method.equals("whoami");
        if (caller(call).isEmpty() && !open) {
            send(call, 401, Map.of("error", true, "message", "Not authorized"));
            return;
        }
        var reply = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        reply.set("id", said.path("id"));
        try {
            reply.set(
                    "result", json.valueToTree(result(call, wanted, method, said.path("params"))));
        } catch (RefusedException e) {
            String message = requireNonNullElse(e.getMessage(), "");
            reply.putObject("error").put("message", message).put("code", GENERAL_ERROR);
        }
        send(call, 200, reply);
    }

    private @Nullable Object result(HttpExchange call, String api, String method, JsonNode params) {
        if (!api.equals(UserSessionsApi.ID.value())) {
            return invoke(requireNonNull(apis.get(api), api), method, params);
        }
        return switch (method) {
            case "whoami" -> caller(call).map(this::session).orElse(Session.NONE);
            case "login" -> login(call, params.path(0));
            case "list" -> new SessionList(List.of(DESK));
            default -> sessions.remove(token(call).orElse(""), caller(call).orElse("")) ? null : "";
        };
    }

    private Session login(HttpExchange call, JsonNode credentials) {
        String key = credentials.path("username").asText() + "Key";
        if (!users.opens(key, credentials.path("password").asText())) {
            throw new RefusedException("Username or password was incorrect");
        }
        call.getResponseHeaders().set("Set-Cookie", "session=" + open(key) + "; Path=/; HttpOnly");
        return session(key);
    }

    private Session session(String key) {
        UsersApi.User user = users.get(key);
        return new Session(true, user.username(), key, user.role());
    }

    private @Nullable Object invoke(Object target, String name, JsonNode params) {
        Method method =
                Arrays.stream(target.getClass().getInterfaces()[0].getMethods())
                        .filter(one -> one.getName().equals(name))
                        .findAny()
                        .orElseThrow(() -> new RefusedException("Method not found: " + name));
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            JavaType type = json.constructType(method.getGenericParameterTypes()[i]);
            arguments[i] = json.convertValue(params.path(i), type);
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RefusedException refused
                    ? refused
                    : new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(HttpExchange call, int status, Object body) throws IOException {
        FakeHost.send(call, status, "application/json", json.writeValueAsBytes(body));
    }

    private static Optional<String> token(HttpExchange call) {
        String cookies = requireNonNullElse(call.getRequestHeaders().getFirst("Cookie"), "");
        return COOKIE.matcher(cookies).results().map(found -> found.group(1)).findFirst();
    }

    private static final class Inspect implements InspectApi {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public JsonNode getConfig() {
            var config = JsonNodeFactory.instance.objectNode();
            config.put("domain", "localhost").put("port", 8080).put("sandbox", "bwrap");
            config.put("serverDbId", "0f".repeat(32));
            config.putArray("coreServices").addObject().put("id", "core.adb");
            return config;
        }

        @Override
        public ConfigReport describeConfig() {
            throw new UnsupportedOperationException("no page asks");
        }

        @Override
        public ConfigChange setConfig(ObjectNode patch) {
            throw new UnsupportedOperationException("no page asks");
        }
    }
}
