package cloud.atek.lonestar;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands a [Visit] to a test, and one browser to all of them. The browser is closed after the last
/// test, the visit after its own.
final class InBrowser implements ParameterResolver, AfterEachCallback {

    private static final Namespace PLACE = Namespace.create(InBrowser.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Visit.class;
    }

    @Override
    public Visit resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var browser =
                test.getRoot()
                        .getStore(PLACE)
                        .computeIfAbsent(Browser.class, _ -> new Browser(), Browser.class);
        try {
            var visit = new Visit(browser);
            test.getStore(PLACE).put(Visit.class, visit);
            return visit;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Here and not when the store closes, so that what the console said fails the test that made
    /// it.
    @Override
    public void afterEach(ExtensionContext test) {
        Visit visit = test.getStore(PLACE).remove(Visit.class, Visit.class);
        if (visit != null) {
            visit.close();
        }
    }
}
