package cloud.atek.lonestar;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.AvailableUpdate;
import cloud.atek.api.services.Protection;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceInfo.Status;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.Installed;
import cloud.atek.api.services.ServiceRecord.SourceType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The services of a household, one for each way a service can be.
final class Samples {

    static final List<String> LAYERS = List.of("namespaces", "no-network", "seccomp", "cgroups");

    private static final String COMMIT = "3f6c1d0a9b8e7f6a5d4c3b2a190817263544f0e1";

    private Samples() {}

    static List<ServiceInfo> household(String domain) {
        return List.of(
                of("core.adb", "Atek DB", State.RUNNING, null).core().at(domain).info(),
                of("core.lonestar", "Lonestar", State.RUNNING, null)
                        .core()
                        .at(domain)
                        .boxed(null)
                        .info(),
                of("notes", "Notes", State.RUNNING, null)
                        .framed()
                        .at(domain)
                        .config(Map.of("GREETING", "hello", "NOTES_PER_PAGE", "40"))
                        .info(),
                of("feeds", "Feed Reader", State.RUNNING, null)
                        .at(domain)
                        .newer("v1.5.0")
                        .before("v1.4.0")
                        .info(),
                of(
                                "photos",
                                "Family Photos",
                                State.CRASHED,
                                "It ended with exit code 1 three times.")
                        .at(domain)
                        .info(),
                of("calendar", "Calendar", State.STOPPED, "You stopped it.").at(domain).info(),
                of("recipes", "Recipes", State.STARTING, null).at(domain).info(),
                of("weather", "Weather", State.RUNNING, null).at(domain).boxed(List.of()).info());
    }

    static ServiceInfo installed(String id, String source, @Nullable String version) {
        var record =
                new ServiceRecord(
                        new ServiceId(id),
                        new UserKey("maraKey"),
                        source,
                        version,
                        new Installed(SourceType.GIT, "v1.0.0", null, COMMIT, COMMIT),
                        null,
                        null);
        return new ServiceInfo(
                Status.ACTIVE,
                new ServiceKey(id + "Key"),
                record,
                State.RUNNING,
                null,
                false,
                null,
                LAYERS);
    }

    static Sample of(String id, String name, State state, @Nullable String reason) {
        var manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("name", name);
        manifest.put("description", name + " for the whole family, on a server of your own.");
        manifest.put("author", "The " + name + " people").put("license", "MIT");
        manifest.putArray("exports").addObject().put("api", "example.com/" + id);
        return new Sample(id, manifest, state, reason, false, null, LAYERS, null, null, null);
    }

    /// A service to be.
    record Sample(
            String id,
            JsonNode manifest,
            State state,
            @Nullable String reason,
            boolean isCore,
            @Nullable String url,
            @Nullable List<String> sandbox,
            @Nullable Map<String, String> config,
            @Nullable String newer,
            @Nullable String before) {

        Sample core() {
            return new Sample(
                    id, manifest, state, reason, true, url, sandbox, config, newer, before);
        }

        Sample framed() {
            var framed = manifest.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy();
            return new Sample(
                    id,
                    framed.put("frame", true),
                    state,
                    reason,
                    isCore,
                    url,
                    sandbox,
                    config,
                    newer,
                    before);
        }

        /// @param domain with its port
        Sample at(String domain) {
            return url("http://" + id + "." + domain + "/");
        }

        Sample url(String address) {
            return new Sample(
                    id, manifest, state, reason, isCore, address, sandbox, config, newer, before);
        }

        Sample boxed(@Nullable List<String> layers) {
            return new Sample(
                    id, manifest, state, reason, isCore, url, layers, config, newer, before);
        }

        Sample config(Map<String, String> variables) {
            return new Sample(
                    id, manifest, state, reason, isCore, url, sandbox, variables, newer, before);
        }

        /// @param version what waits
        Sample newer(String version) {
            return new Sample(
                    id, manifest, state, reason, isCore, url, sandbox, config, version, before);
        }

        /// @param version what a rollback goes back to
        Sample before(String version) {
            return new Sample(
                    id, manifest, state, reason, isCore, url, sandbox, config, newer, version);
        }

        private static Protection protection(List<String> layers) {
            var landlock =
                    new Protection.Missing(
                            "landlock",
                            "There is no second wall around its files.",
                            "Use a kernel from 5.13 on that has Landlock turned on.");
            return layers.isEmpty()
                    ? new Protection(0, layers, List.of(), "Set \"sandbox\" to \"strict\".")
                    : new Protection(
                            3,
                            layers,
                            List.of(landlock),
                            "Limit it to what it needs: it may use everything of yours.");
        }

        ServiceInfo info() {
            var source =
                    isCore
                            ? new Installed(SourceType.FILE, null, null, null, null)
                            : new Installed(SourceType.GIT, "v1.4.2", null, COMMIT, COMMIT);
            var record =
                    new ServiceRecord(
                            new ServiceId(id),
                            isCore ? UserKey.SYSTEM : new UserKey("maraKey"),
                            isCore
                                    ? "file:///opt/atek/" + id
                                    : "https://example.com/" + id + ".git",
                            null,
                            source,
                            manifest,
                            config);
            var earlier = new Installed(SourceType.GIT, before, null, COMMIT, COMMIT);
            Status status = state == State.RUNNING ? Status.ACTIVE : Status.INACTIVE;
            var key = new ServiceKey(id.replace("-", "") + "4k2");
            return new ServiceInfo(
                    status,
                    key,
                    before == null ? record : record.after(earlier),
                    state,
                    reason,
                    isCore,
                    url,
                    sandbox,
                    null,
                    null,
                    newer == null ? null : new AvailableUpdate(newer, "2026-01-02T03:04:05Z"),
                    sandbox == null ? null : protection(sandbox));
        }
    }
}
