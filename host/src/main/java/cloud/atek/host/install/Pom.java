package cloud.atek.host.install;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// The little that is read of a `pom.xml` before Maven reads it.
///
/// @param needsMaven whether more than a compiler and the kit is wanted: other dependencies, or
///   modules
record Pom(boolean needsMaven) {

    private static final String KIT_GROUP = "cloud.atek";

    /// @throws RefusedException when it is no XML
    static Pom read(Path file) throws IOException {
        byte[] text = new byte[0];
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            text = in.readNBytes(PackageLimits.PACKAGE_FILE_BYTES_MAX + 1);
        }
        if (text.length > PackageLimits.PACKAGE_FILE_BYTES_MAX) {
            throw new RefusedException("pom.xml: is larger than a project can need");
        }
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Element project = builder.parse(new ByteArrayInputStream(text)).getDocumentElement();
            return new Pom(hasModules(project) || needsOthers(project));
        } catch (SAXException | ParserConfigurationException e) {
            throw new RefusedException("pom.xml: want XML, is not", e);
        }
    }

    private static boolean hasModules(Element project) {
        return !children(project, "modules").isEmpty();
    }

    private static boolean needsOthers(Element project) {
        return children(project, "dependencies").stream()
                .flatMap(all -> children(all, "dependency").stream())
                .filter(one -> !text(one, "scope").equals("test"))
                .anyMatch(one -> !text(one, "groupId").equals(KIT_GROUP));
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream()
                .findFirst()
                .map(child -> child.getTextContent().strip())
                .orElse("");
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            Node child = all.item(i);
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
