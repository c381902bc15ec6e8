package cloud.atek.host.install;

import cloud.atek.api.ServiceId;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Makes the id of a service whose owner named none. Pure.
public final class ServiceIds {

    private static final String FALLBACK = "service";

    private ServiceIds() {}

    /// The last part of the address without `.git`, made to fit; with `-2`, `-3`, … when taken.
    public static ServiceId from(Source source, Predicate<ServiceId> taken) {
        String stem = stem(source);
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> i == 1 ? new ServiceId(stem) : numbered(stem, i))
                .filter(id -> !id.equals(ServiceId.SYSTEM) && !taken.test(id))
                .findFirst()
                .orElseThrow();
    }

    private static String stem(Source source) {
        String path =
                switch (source) {
                    case Source.GitRepository(var url, _) -> url.getPath();
                    case Source.Folder(var folder) -> folder.toString();
                };
        String name = path.replaceFirst("/+$", "");
        String base =
                name.substring(name.lastIndexOf('/') + 1)
                        .toLowerCase(Locale.ROOT)
                        .replaceFirst("(?<=.)\\.git$", "")
                        .replaceAll("[^a-z0-9.-]+", "-")
                        .replaceAll("(^|\\.)[^a-z]+", "$1")
                        .replaceAll("-+(\\.|$)", "$1")
                        .replaceAll("\\.{2,}", ".");
        String cut = cut(base, ServiceId.LENGTH_MAX);
        return ServiceId.fits(cut) ? cut : FALLBACK;
    }

    private static ServiceId numbered(String stem, int number) {
        String suffix = "-" + number;
        return new ServiceId(cut(stem, ServiceId.LENGTH_MAX - suffix.length()) + suffix);
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length())).replaceFirst("[.-]+$", "");
    }
}
