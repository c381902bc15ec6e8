package cloud.atek.api.permissions;

import cloud.atek.api.ApiId;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a package says it needs, in `permissions` of `atek.json`. It has none of it until its owner
/// grants it.
///
/// @param apis beyond those that it exports itself
/// @param network hosts; empty as well when it wants all of the network
/// @param fullNetwork whether it wants the network as any program has it
/// @param devices shown, and never granted yet
/// @param memory MiB, null for what every service has
/// @param cpu percent of one core, null for what every service has
/// @param storage MiB, null for what every service has
public record Wants(
        List<ApiWant> apis,
        List<NetworkWant> network,
        boolean fullNetwork,
        List<FolderWant> folders,
        List<String> devices,
        @Nullable Integer memory,
        @Nullable Integer cpu,
        @Nullable Integer storage) {

    public static final int APIS_MAX = 100;
    public static final int NETWORK_MAX = 50;
    public static final int FOLDERS_MAX = 20;
    public static final int DEVICES_MAX = 20;
    public static final int REASON_LENGTH_MAX = 300;

    /// Instead of a list of hosts: all of the network.
    static final String FULL = "full";

    /// Nothing.
    public static final Wants NOTHING =
            new Wants(List.of(), List.of(), false, List.of(), List.of(), null, null, null);

    public Wants {
        apis = List.copyOf(apis);
        network = List.copyOf(network);
        folders = List.copyOf(folders);
        devices = List.copyOf(devices);
    }

    /// @param reason in the package's own words
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ApiWant(ApiId api, @Nullable List<String> methods, @Nullable String reason) {}

    /// @param port 443 unless given
    /// @param reason in the package's own words
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record NetworkWant(String host, @Nullable Integer port, @Nullable String reason) {}

    /// @param access `read` unless given
    /// @param reason in the package's own words
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FolderWant(String name, @Nullable Access access, @Nullable String reason) {}

    /// One of all that is wanted.
    ///
    /// @param reason in the package's own words, null when it gives none
    public record Want(What what, @Nullable String reason) {}

    /// All that can be granted, in the order in which people are asked.
    public List<Want> all() {
        var all = new ArrayList<Want>();
        for (ApiWant want : apis) {
            var grant = new What.ApiGrant(want.api(), want.methods(), null, null, null);
            all.add(new Want(grant, want.reason()));
        }
        if (fullNetwork) {
            all.add(new Want(new What.FullNetwork(), null));
        }
        for (NetworkWant want : network) {
            all.add(new Want(new What.NetworkGrant(want.host(), want.port()), want.reason()));
        }
        for (FolderWant want : folders) {
            Access access = want.access() == null ? Access.READ : want.access();
            all.add(new Want(new What.FolderGrant(want.name(), access), want.reason()));
        }
        if (Stream.of(memory, cpu, storage).anyMatch(limit -> limit != null)) {
            all.add(new Want(new What.Limits(memory, cpu, storage), null));
        }
        return all;
    }

    /// As it stands in `atek.json`.
    ///
    /// @param network a list of hosts, or `full`
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Text(
            @Nullable List<ApiWant> apis,
            @Nullable JsonNode network,
            @Nullable List<FolderWant> folders,
            @Nullable List<String> devices,
            @Nullable Integer memory,
            @Nullable Integer cpu,
            @Nullable Integer storage) {

        private static <T> List<T> orNone(@Nullable List<T> list) {
            return list == null ? List.of() : list;
        }

        private boolean full() {
            return network != null && FULL.equals(network.textValue());
        }

        private List<NetworkWant> hosts() {
            if (network == null || full()) {
                return List.of();
            }
            try {
                return List.of(MessageCodec.JSON.treeToValue(network, NetworkWant[].class));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("network: want a list of hosts, or \"full\"", e);
            }
        }
    }

    @JsonValue
    private Text text() {
        JsonNode hosts =
                fullNetwork ? TextNode.valueOf(FULL) : MessageCodec.JSON.valueToTree(network);
        return new Text(apis, hosts, folders, devices, memory, cpu, storage);
    }

    /// @throws IllegalArgumentException when a host, a folder or a limit cannot be one
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static Wants of(Text text) {
        var wants =
                new Wants(
                        Text.orNone(text.apis()),
                        text.hosts(),
                        text.full(),
                        Text.orNone(text.folders()),
                        Text.orNone(text.devices()),
                        text.memory(),
                        text.cpu(),
                        text.storage());
        List<Want> _ = wants.all();
        return wants;
    }
}
