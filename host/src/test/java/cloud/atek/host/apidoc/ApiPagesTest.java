package cloud.atek.host.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.hostapi.ApiTable;
import cloud.atek.host.hostapi.HostTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/api` says of every API what its interface says. `-Datek.golden=write` writes it anew.
class ApiPagesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCES = ROOT.resolve("packages/api/src/main/java");
    private static final Path PAGES = ROOT.resolve("docs/api");

    private static Map<String, ApiTable> tables() {
        return HostTables.all().stream()
                .collect(Collectors.toMap(table -> table.id().value(), table -> table));
    }

    @Test
    void everyApiHasItsPage() throws IOException {
        Map<String, String> pages = pages();
        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.createDirectories(PAGES);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
            }
        }
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(Files.readString(PAGES.resolve(page.getKey())))
                    .as("write it anew with -Datek.golden=write")
                    .isEqualTo(page.getValue());
        }
    }

    @Test
    void everyMethodOfTheHostStandsInItsInterface() throws IOException {
        Map<String, ApiTable> tables = tables();
        for (ApiPage page : apis()) {
            ApiTable table = tables.remove(page.id());
            if (table != null) {
                assertThat(page.methods())
                        .extracting(Declared.Method::name)
                        .containsExactlyInAnyOrderElementsOf(table.policies().keySet());
            }
        }
        assertThat(tables).isEmpty();
    }

    @Test
    void everyMethodAndEveryShapeIsExplained() throws IOException {
        var silent = new TreeSet<String>();
        for (ApiPage page : apis()) {
            for (Declared.Method method : page.methods()) {
                if (method.doc().text().isEmpty()) {
                    silent.add(page.id() + " " + method.name());
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    private static Map<String, String> pages() throws IOException {
        List<ApiPage> apis = apis();
        var pages = new TreeMap<String, String>();
        apis.forEach(api -> pages.put(api.fileName(), api.text()));
        pages.put("README.md", Index.of(apis));
        return pages;
    }

    private static List<ApiPage> apis() throws IOException {
        Map<String, Declared> types = Sources.read(SOURCES);
        Map<String, ApiTable> tables = tables();
        return types.values().stream()
                .filter(type -> type.apiIds().containsKey("ID"))
                .map(type -> new ApiPage(types, type, tables.get(type.apiIds().get("ID"))))
                .toList();
    }
}
