package cloud.atek.host.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/// Somebody with a browser: logged in at the root of the domain, and led to the subdomains of
/// services as a browser is. Thread-safe.
public final class Person {

    public static final String PASSWORD = "correct horse";

    private static final Map<String, String> NAVIGATE = Map.of("Sec-Fetch-Mode", "navigate");

    private final TestHost host;
    private final Http browser;

    private Person(TestHost host) {
        this.host = host;
        this.browser = host.browser();
    }

    /// Makes a user with [#PASSWORD] and logs him in.
    ///
    /// @param role `admin` or anything else
    public static Person made(TestHost host, String name, String role) throws IOException {
        var user = Map.of("username", name, "password", PASSWORD, "role", role);
        JsonNode made = host.call("atek.cloud/users-api", "create", user);
        if (!made.has("result")) {
            throw new IllegalStateException("no user " + name + ": " + made);
        }
        return login(host, name);
    }

    /// Logs in who is there already.
    public static Person login(TestHost host, String name) throws IOException {
        var person = new Person(host);
        var given = Map.of("username", name, "password", PASSWORD);
        JsonNode session = person.call("atek.cloud/user-sessions-api", "login", given);
        if (!session.has("result")) {
            throw new IllegalStateException(name + " cannot log in: " + session);
        }
        return person;
    }

    /// His browser.
    public Http browser() {
        return browser;
    }

    /// Calls an API from a page at the root.
    ///
    /// @return the whole answer
    public JsonNode call(String api, String method, Object... params) throws IOException {
        return host.call(browser, pageOf("localhost"), api, method, params);
    }

    /// Types the address of a page of a service, and goes where he is led.
    public HttpResponse<String> visit(String service, String path) {
        return visit(service, path, Map.of());
    }

    /// The same with more headers than a browser sends.
    public HttpResponse<String> visit(String service, String path, Map<String, String> headers) {
        String site = service + ".localhost";
        var all = new HashMap<>(NAVIGATE);
        all.putAll(headers);
        HttpResponse<String> answer = browser.get(site, path, all);
        for (int hop = 0; hop < 4 && answer.statusCode() == 302; hop++) {
            String to = answer.headers().firstValue("Location").orElseThrow();
            String at = to.startsWith("/") ? site : to.replaceFirst("http://([^:/]+).*", "$1");
            site = at;
            answer = browser.get(at, to.replaceFirst("http://[^/]+", ""), all);
        }
        return answer;
    }

    /// Posts JSON from a page of a service, which he has visited before.
    public HttpResponse<String> post(String service, String path, String json) {
        String site = service + ".localhost";
        return browser.post(site, path, json, pageOf(site));
    }

    /// What a browser sends along from a page of this name to its own origin.
    private Map<String, String> pageOf(String site) {
        return Map.of(
                "Origin", "http://" + site + ":" + host.port(), "Sec-Fetch-Site", "same-origin");
    }
}
