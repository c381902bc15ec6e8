package cloud.atek.api.services;

import cloud.atek.api.Activation;
import cloud.atek.api.ServiceKey;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service as its owner sees it.
///
/// @param status whether it answers who asks: its process runs, its folder is served, or it sleeps
///   until somebody asks
/// @param key never changes, unlike the ID
/// @param settings what is recorded of it, its ID among that
/// @param state the finer truth, one of [State]
/// @param reason one sentence on how it came to this state, absent when nothing is to be said
/// @param core whether the host brings it along
/// @param url where a browser finds it
/// @param sandbox the layers that confine it now, such as `namespaces`, `seccomp`; empty means that
///   nothing does; absent for a service without a process
/// @param since when it came to this state, ISO 8601 in UTC such as `2026-01-31T12:00:00Z`
/// @param activation when it runs, as its owner or else its manifest says; absent for what the host
///   brings along
/// @param update a newer version that waits, absent when none is known
/// @param protection how well others are protected from it; absent while no process of it runs
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceInfo(
        Status status,
        ServiceKey key,
        ServiceRecord settings,
        State state,
        @Nullable String reason,
        boolean core,
        @Nullable String url,
        @Nullable List<String> sandbox,
        @Nullable String since,
        @Nullable Activation activation,
        @Nullable AvailableUpdate update,
        @Nullable Protection protection) {

    /// Without a word on its protection.
    public ServiceInfo(
            Status status,
            ServiceKey key,
            ServiceRecord settings,
            State state,
            @Nullable String reason,
            boolean core,
            @Nullable String url,
            @Nullable List<String> sandbox,
            @Nullable String since,
            @Nullable Activation activation,
            @Nullable AvailableUpdate update) {
        this(
                status,
                key,
                settings,
                state,
                reason,
                core,
                url,
                sandbox,
                since,
                activation,
                update,
                null);
    }

    /// Without what a later host added.
    public ServiceInfo(
            Status status,
            ServiceKey key,
            ServiceRecord settings,
            State state,
            @Nullable String reason,
            boolean core,
            @Nullable String url,
            @Nullable List<String> sandbox) {
        this(status, key, settings, state, reason, core, url, sandbox, null, null, null, null);
    }

    /// Whether it is not running and comes when somebody asks for it.
    public boolean asleep() {
        return state == State.STOPPED && status == Status.ACTIVE;
    }

    /// The short truth, which clients of the first Atek know.
    public enum Status {
        /// It answers, or will when it is asked.
        @JsonProperty("active")
        ACTIVE,
        /// It does not.
        @JsonProperty("inactive")
        INACTIVE
    }

    /// Where in its life a service is.
    public enum State {
        /// It is fetched and built; the reason says how far that is.
        @JsonProperty("installing")
        INSTALLING,
        /// By its owner, or, with status `active`, until somebody asks for it.
        @JsonProperty("stopped")
        STOPPED,
        /// Its process runs and does not answer yet.
        @JsonProperty("starting")
        STARTING,
        /// It answers.
        @JsonProperty("running")
        RUNNING,
        /// Its process runs and does not answer any more.
        @JsonProperty("unhealthy")
        UNHEALTHY,
        /// Its process ended by itself, or could not be started.
        @JsonProperty("crashed")
        CRASHED,
        /// Another version is put in the place of the old one.
        @JsonProperty("updating")
        UPDATING,
        /// It is stopped and taken off the disk.
        @JsonProperty("uninstalling")
        UNINSTALLING;

        /// The word on the wire.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
