package cloud.atek.host.process;

/// What a service shows the host to prove who it is. It never prints.
///
/// @param value 1 to 256 visible ASCII characters
public record BearerToken(String value) {

    private static final int LENGTH_MAX = 256;

    public BearerToken {
        boolean visible = value.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (value.isEmpty() || value.length() > LENGTH_MAX || !visible) {
            throw new IllegalArgumentException(
                    "a token is 1 to 256 visible ASCII characters, got " + value.length());
        }
    }

    @Override
    public String toString() {
        return "BearerToken[…]";
    }
}
