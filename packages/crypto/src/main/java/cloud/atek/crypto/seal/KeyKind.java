package cloud.atek.crypto.seal;

import org.jspecify.annotations.Nullable;

/// What a wrapped key is for; its code stands in the wrapping.
enum KeyKind {
    DATA(1, "data key"),
    READ(2, "read key");

    private final int code;
    private final String text;

    KeyKind(int code, String text) {
        this.code = code;
        this.text = text;
    }

    byte code() {
        return (byte) code;
    }

    /// Null when the code is none of ours.
    static @Nullable KeyKind of(byte code) {
        for (KeyKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return text;
    }
}
