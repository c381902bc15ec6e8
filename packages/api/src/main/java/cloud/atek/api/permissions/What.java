package cloud.atek.api.permissions;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One thing that a service may be granted. On the wire its fields say which kind it is.
public sealed interface What {

    /// An API, whoever answers it, or a part of it.
    ///
    /// @param methods absent: all of them. Of a `proxy` API the HTTP methods, `*` for a WebSocket;
    ///   `subscribe` for the events of an API
    /// @param prefix of an API of ADB: only records at this path and below it
    /// @param provider the service that shall answer; any unless given
    /// @param database of an API of ADB: only this one, 64 hex digits
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ApiGrant(
            ApiId api,
            @Nullable List<String> methods,
            @Nullable KeyPath prefix,
            @Nullable ServiceKey provider,
            @Nullable String database)
            implements What {

        /// Of one API.
        public static final int METHODS_MAX = 100;

        public static final int METHOD_LENGTH_MAX = 100;

        private static final Pattern DATABASE = Pattern.compile("[0-9a-f]{64}");

        public ApiGrant {
            Objects.requireNonNull(api, "want an \"api\"");
            methods = methods == null ? null : List.copyOf(methods);
            if (methods != null
                    && (methods.isEmpty()
                            || methods.size() > METHODS_MAX
                            || methods.stream().anyMatch(ApiGrant::misfit))) {
                throw new IllegalArgumentException(
                        "want 1 to %d methods of 1 to %d characters"
                                .formatted(METHODS_MAX, METHOD_LENGTH_MAX));
            }
            if (database != null && !DATABASE.matcher(database).matches()) {
                throw new IllegalArgumentException("want a database as 64 hex digits");
            }
            prefix = prefix == null || prefix.isRoot() ? null : prefix;
        }

        /// All of an API.
        public ApiGrant(ApiId api) {
            this(api, null, null, null, null);
        }

        private static boolean misfit(String method) {
            return method.isEmpty() || method.length() > METHOD_LENGTH_MAX;
        }

        /// Whether this speaks of that method.
        public boolean names(ApiId otherApi, String method) {
            return api.equals(otherApi) && (methods == null || methods.contains(method));
        }

        @Override
        public boolean covers(What wanted) {
            return wanted instanceof ApiGrant other
                    && api.equals(other.api)
                    && (methods == null
                            || (other.methods != null
                                    && new HashSet<>(methods).containsAll(other.methods)))
                    && (prefix == null || (other.prefix != null && below(other.prefix, prefix)))
                    && (provider == null || provider.equals(other.provider))
                    && (database == null || database.equals(other.database));
        }

        private static boolean below(KeyPath path, KeyPath top) {
            int names = top.segments().size();
            return path.segments().size() >= names
                    && path.segments().subList(0, names).equals(top.segments());
        }
    }

    /// One host in the network.
    ///
    /// @param host a name or an address, without wildcards
    /// @param port 443 unless given
    @JsonIgnoreProperties(ignoreUnknown = true)
    record NetworkGrant(String host, @Nullable Integer port) implements What {

        public NetworkGrant {
            var at = new HostPort(host, port == null ? HostPort.HTTPS_PORT : port);
            host = at.host();
            port = at.port();
        }

        public HostPort at() {
            return new HostPort(host, port == null ? HostPort.HTTPS_PORT : port);
        }
    }

    /// The whole network, as any program on this machine has it.
    ///
    /// @param network always `full`
    @JsonIgnoreProperties(ignoreUnknown = true)
    record FullNetwork(@Nullable String network) implements What {

        public FullNetwork {
            if (network != null && !network.equals(Wants.FULL)) {
                throw new IllegalArgumentException("want \"network\": \"full\"");
            }
            network = Wants.FULL;
        }

        public FullNetwork() {
            this(Wants.FULL);
        }

        @Override
        public boolean covers(What wanted) {
            return wanted instanceof FullNetwork || wanted instanceof NetworkGrant;
        }
    }

    /// A folder of the user's, which the service sees under its name.
    ///
    /// @param name `folder` on the wire
    @JsonIgnoreProperties(ignoreUnknown = true)
    record FolderGrant(@JsonProperty("folder") String name, Access access) implements What {

        public static final int NAME_LENGTH_MAX = 64;

        private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z _-]{0,63}");

        public FolderGrant {
            if (name == null || !SHAPE.matcher(name).matches() || name.endsWith(" ")) {
                throw new IllegalArgumentException(
                        "want a folder's name of at most %d letters, digits, spaces, _ and -"
                                .formatted(NAME_LENGTH_MAX));
            }
            access = access == null ? Access.READ : access;
        }

        @Override
        public boolean covers(What wanted) {
            return wanted instanceof FolderGrant(String other, Access use)
                    && name.equals(other)
                    && access.covers(use);
        }
    }

    /// More, or less, of the machine than a service has by itself.
    ///
    /// @param memory MiB
    /// @param cpu percent of one core
    /// @param storage MiB
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Limits(@Nullable Integer memory, @Nullable Integer cpu, @Nullable Integer storage)
            implements What {

        public static final int MEMORY_MIB_MIN = 16;
        public static final int MEMORY_MIB_MAX = 1 << 20;
        public static final int CPU_PERCENT_MAX = 6_400;
        public static final int STORAGE_MIB_MAX = 1 << 24;

        /// What every service has.
        public static final Limits NONE = new Limits(null, null, null);

        public Limits {
            within("memory", memory, MEMORY_MIB_MIN, MEMORY_MIB_MAX);
            within("cpu", cpu, 1, CPU_PERCENT_MAX);
            within("storage", storage, 1, STORAGE_MIB_MAX);
        }

        private static void within(String name, @Nullable Integer value, int min, int max) {
            if (value != null && (value < min || value > max)) {
                throw new IllegalArgumentException(
                        "want %s from %d to %d, is %d".formatted(name, min, max, value));
            }
        }

        /// These, and where `newer` says something, that.
        public Limits with(Limits newer) {
            return new Limits(
                    newer.memory == null ? memory : newer.memory,
                    newer.cpu == null ? cpu : newer.cpu,
                    newer.storage == null ? storage : newer.storage);
        }

        /// Of these what `newer` says nothing of; null when it speaks of all.
        public @Nullable Limits without(Limits newer) {
            var left =
                    new Limits(
                            newer.memory == null ? memory : null,
                            newer.cpu == null ? cpu : null,
                            newer.storage == null ? storage : null);
            return left.equals(NONE) ? null : left;
        }

        @Override
        public boolean covers(What wanted) {
            return wanted instanceof Limits(var otherMemory, var otherCpu, var otherStorage)
                    && enough(memory, otherMemory)
                    && enough(cpu, otherCpu)
                    && enough(storage, otherStorage);
        }

        private static boolean enough(@Nullable Integer has, @Nullable Integer wanted) {
            return wanted == null || (has != null && has >= wanted);
        }
    }

    /// Whether who has this needs no further grant for `wanted`.
    default boolean covers(What wanted) {
        return equals(wanted);
    }

    /// @throws IllegalArgumentException when it is none of them
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static What of(JsonNode json) {
        Class<? extends What> kind =
                json.has("api")
                        ? ApiGrant.class
                        : json.has("host")
                                ? NetworkGrant.class
                                : json.has("network")
                                        ? FullNetwork.class
                                        : json.has("folder") ? FolderGrant.class : Limits.class;
        boolean limits = json.has("memory") || json.has("cpu") || json.has("storage");
        if (kind == Limits.class && !limits) {
            throw new IllegalArgumentException(
                    "want one of {api}, {host, port}, {network: \"full\"}, {folder, access} and"
                            + " {memory, cpu, storage}");
        }
        try {
            return MessageCodec.JSON.treeToValue(json, kind);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    private static String reason(JsonProcessingException e) {
        Throwable cause = e.getCause();
        return String.valueOf(
                cause == null || cause.getMessage() == null
                        ? e.getOriginalMessage()
                        : cause.getMessage());
    }
}
