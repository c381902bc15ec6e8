import org.jspecify.annotations.NullMarked;

/// The contracts between processes: every API as an interface and its records, in the exact JSON
/// shapes of the wire.
@NullMarked
module cloud.atek.api {
    requires transitive cloud.atek.rpc;
    requires static transitive org.jspecify;

    exports cloud.atek.api;
    exports cloud.atek.api.adb;
    exports cloud.atek.api.audit;
    exports cloud.atek.api.earthstar;
    exports cloud.atek.api.events;
    exports cloud.atek.api.inspect;
    exports cloud.atek.api.permissions;
    exports cloud.atek.api.services;
    exports cloud.atek.api.sessions;
    exports cloud.atek.api.users;

    opens cloud.atek.api to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.adb to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.audit to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.earthstar to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.events to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.inspect to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.permissions to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.services to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.sessions to
            com.fasterxml.jackson.databind;
    opens cloud.atek.api.users to
            com.fasterxml.jackson.databind;
}
