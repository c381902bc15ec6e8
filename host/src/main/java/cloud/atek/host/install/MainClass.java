package cloud.atek.host.install;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what to start among classes that were just compiled.
final class MainClass {

    private static final int SHOWN_NAMES_MAX = 5;

    private MainClass() {}

    /// @param classes where the compiler put them
    /// @param main what the manifest says: a class, or a source file
    /// @return binary name
    static String find(Path classes, JavaBuild.Sources sources, @Nullable String main)
            throws IOException {
        if (main == null) {
            return only(classes);
        }
        String name = main.endsWith(".java") ? className(main, sources) : main;
        if (Disk.isFile(classes.resolve(name.replace('.', '/') + ".class"))) {
            return name;
        }
        for (Path jar : sources.libraries()) {
            if (JarPacking.hasClass(jar, name)) {
                return name;
            }
        }
        throw new RefusedException(
                "atek.json: /main: want a class of this package, is \""
                        + EntryName.visible(main)
                        + "\"");
    }

    private static String className(String main, JavaBuild.Sources sources) throws IOException {
        Path file = Inside.find(sources.tree(), main, "atek.json: /main");
        Path root = sources.root().toRealPath();
        String path = (file.startsWith(root) ? root.relativize(file) : file).toString();
        return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }

    /// The one that has a main method.
    static String only(Path classes) throws IOException {
        List<String> strict = new ArrayList<>();
        List<String> loose = new ArrayList<>();
        List<Path> files = Inside.filesBelow(classes, ".class");
        if (files.size() > PackageLimits.CLASSES_MAX) {
            throw new RefusedException(
                    "The package has too many classes: want at most "
                            + PackageLimits.CLASSES_MAX
                            + ", got "
                            + files.size()
                            + ".");
        }
        for (Path file : files) {
            ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
            String name = model.thisClass().asInternalName().replace('/', '.');
            if (model.methods().stream().anyMatch(MainClass::isMain)) {
                (model.methods().stream().anyMatch(MainClass::isStaticMain) ? strict : loose)
                        .add(name);
            }
        }
        return choose(strict.isEmpty() ? loose : strict);
    }

    private static boolean isMain(MethodModel method) {
        String type = method.methodType().stringValue();
        return method.methodName().equalsString("main")
                && (type.equals("([Ljava/lang/String;)V") || type.equals("()V"))
                && !method.flags().has(AccessFlag.PRIVATE)
                && !method.flags().has(AccessFlag.ABSTRACT);
    }

    private static boolean isStaticMain(MethodModel method) {
        return isMain(method)
                && method.flags().has(AccessFlag.STATIC)
                && method.methodType().equalsString("([Ljava/lang/String;)V");
    }

    private static String choose(List<String> found) throws RefusedException {
        if (found.size() == 1) {
            return found.getFirst();
        }
        List<String> named = found.stream().filter(name -> ("." + name).endsWith(".Main")).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        throw new RefusedException(
                found.isEmpty()
                        ? "Package issue: none of its classes has a main method."
                        : "Package issue: "
                                + found.size()
                                + " classes have a main method ("
                                + String.join(
                                        ", ",
                                        found.subList(0, Math.min(SHOWN_NAMES_MAX, found.size())))
                                + "); atek.json can name the one to start as \"main\".");
    }
}
