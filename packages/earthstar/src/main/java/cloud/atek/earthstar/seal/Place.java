package cloud.atek.earthstar.seal;

import java.nio.charset.StandardCharsets;

/// Where a sealed content stands. At another place, or by another author, it does not open: so
/// nobody passes it off as his.
///
/// @param workspace its address
/// @param author the address of who writes it
public record Place(String workspace, String path, String author) {

    byte[] bytes() {
        return (workspace + "\n" + path + "\n" + author).getBytes(StandardCharsets.UTF_8);
    }
}
