package cloud.atek.host.users;

import java.util.List;
import java.util.Optional;

/// What a browser says of itself, in words that its owner knows it by.
final class DeviceName {

    private static final String UNKNOWN = "An unknown device";
    private static final int SHOWN_LENGTH_MAX = 40;

    /// Most browsers say the names of others too: the first that fits is the true one.
    private static final List<Mark> BROWSERS =
            List.of(
                    new Mark("Edg", "Edge"),
                    new Mark("OPR/", "Opera"),
                    new Mark("SamsungBrowser", "Samsung Internet"),
                    new Mark("Firefox", "Firefox"),
                    new Mark("FxiOS", "Firefox"),
                    new Mark("HeadlessChrome", "Chrome"),
                    new Mark("Chrome/", "Chrome"),
                    new Mark("CriOS", "Chrome"),
                    new Mark("Chromium", "Chromium"),
                    new Mark("Safari", "Safari"));

    private static final List<Mark> SYSTEMS =
            List.of(
                    new Mark("iPhone", "iPhone"),
                    new Mark("iPad", "iPad"),
                    new Mark("Android", "Android"),
                    new Mark("Windows", "Windows"),
                    new Mark("CrOS", "ChromeOS"),
                    new Mark("Macintosh", "Mac"),
                    new Mark("Linux", "Linux"));

    private record Mark(String said, String means) {}

    private DeviceName() {}

    /// Such as "Firefox on Android".
    ///
    /// @param userAgent the header as it came; empty when there was none
    static String of(String userAgent) {
        Optional<String> browser = first(BROWSERS, userAgent);
        Optional<String> system = first(SYSTEMS, userAgent);
        if (browser.isPresent()) {
            return browser.get() + system.map(name -> " on " + name).orElse("");
        }
        String program = userAgent.replaceFirst("[/ (].*", "").replaceAll("[^\\w.-]", "");
        if (program.isEmpty() || program.equals("Mozilla")) {
            return system.map(name -> "A browser on " + name).orElse(UNKNOWN);
        }
        return "The program " + program.substring(0, Math.min(program.length(), SHOWN_LENGTH_MAX));
    }

    private static Optional<String> first(List<Mark> marks, String userAgent) {
        return marks.stream()
                .filter(mark -> userAgent.contains(mark.said()))
                .map(Mark::means)
                .findFirst();
    }
}
