package cloud.atek.lonestar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Pictures of pages, wide and narrow, light and dark, for people to look at; and what a machine
/// can find wrong with each. One thread uses it.
final class Gallery {

    private static final Path FOLDER = Path.of("target/screenshots");

    /// The narrowest phone, in CSS pixels.
    private static final int NARROWEST = 360;

    /// Controls that a finger may miss: smaller than 44 pixels. A link in running text may be.
    private static final String SMALL =
            """
            const controls = 'button, nav a, .button, .tile, .icon-button, .home, .named, label.check, input:not([type=checkbox])';
            return [...document.querySelectorAll(controls)]
                .map((element) => [element, element.getBoundingClientRect()])
                .filter(([, {width, height}]) => width > 0 && (width < 43.5 || height < 43.5))
                .map(([element, {width, height}]) => `${element.outerHTML.slice(0, 80)} ${width}x${height}`);
            """;

    private final Visit visit;
    private final List<String> faults = new ArrayList<>();
    private int taken;

    Gallery(Visit visit) {
        this.visit = visit;
    }

    /// What was wrong with the pages so far.
    List<String> faults() {
        return faults;
    }

    void take(String name) throws IOException {
        Browser browser = visit.browser;
        boolean examineDark = taken++ % 2 == 1;
        for (boolean dark : List.of(false, true)) {
            for (int width : List.of(1280, 390)) {
                browser.look(width, width == 1280 ? 800 : 844, dark);
                String file = "%s-%d-%s.png".formatted(name, width, dark ? "dark" : "light");
                browser.screenshot(FOLDER.resolve(file));
            }
            // On a narrow page; light and dark by turns, for axe takes half a second.
            if (dark == examineDark) {
                browser.barriers().forEach(fault -> faults.add(name + ": " + fault));
            }
        }
        browser.look(NARROWEST, 740, false);
        long wide = visit.number("return document.documentElement.scrollWidth");
        if (wide > NARROWEST) {
            faults.add(name + ": " + wide + " pixels wide on a phone of " + NARROWEST);
        }
        browser.strings(SMALL).forEach(fault -> faults.add(name + ": small " + fault));
        browser.look(1280, 800, false);
    }
}
