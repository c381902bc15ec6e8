package cloud.atek.api.permissions;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What may be done with a folder.
public enum Access {
    @JsonProperty("read")
    READ,

    /// Reading is part of it.
    @JsonProperty("write")
    WRITE;

    /// Whether who has this may do `wanted`.
    public boolean covers(Access wanted) {
        return this == WRITE || wanted == READ;
    }

    /// The word on the wire.
    public String word() {
        return this == READ ? "read" : "write";
    }
}
