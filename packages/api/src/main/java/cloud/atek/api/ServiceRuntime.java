package cloud.atek.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a service runs on.
public enum ServiceRuntime {
    /// A JVM: a jar, or sources that are compiled at install.
    @JsonProperty("java")
    JAVA,

    /// A Node process.
    @JsonProperty("node")
    NODE,

    /// No process at all: a folder of web files that the host serves.
    @JsonProperty("static")
    STATIC
}
