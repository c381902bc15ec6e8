package cloud.atek.adb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much of the machine's memory this process holds, as Linux says; see proc(5).
///
/// @param status `/proc/self/status`
record ProcessMemory(Path status) {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /// 0 where the system does not say.
    long bytes() {
        try {
            String text = new String(Files.readAllBytes(status), StandardCharsets.ISO_8859_1);
            Matcher found = RESIDENT.matcher(text);
            return found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
