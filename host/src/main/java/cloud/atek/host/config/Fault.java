package cloud.atek.host.config;

/// One thing that is wrong in a file.
///
/// @param at a JSON pointer to it, such as `/domains/0`; empty for the file as a whole
/// @param text what is wanted there and what came, such as `want a TCP port, is 70000`
public record Fault(String at, String text) {

    @Override
    public String toString() {
        return at.isEmpty() ? text : at + ": " + text;
    }
}
