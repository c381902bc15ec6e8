package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// House rules the compiler and the formatter do not know. Each finding names file, line and rule.
class TidyTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 40;

    @Test
    void sourcesAreTidy() throws IOException {
        var findings = new ArrayList<String>();
        for (Path file : javaFiles()) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > FILE_LINES_MAX) {
                findings.add(file + ": " + lines.size() + " lines, split it");
            }
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches(".*\\bTODO\\b(?!\\(#\\d+\\)).*")
                        && !file.endsWith("TidyTest.java")) {
                    findings.add(file + ":" + (i + 1) + ": TODO wants an issue, TODO(#12)");
                }
            }
        }
        findings.addAll(longMethods(javaFiles()));
        findings.addAll(packagesWithoutAWord());
        assertThat(findings).isEmpty();
    }

    private static List<String> packagesWithoutAWord() throws IOException {
        return javaFiles().stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .map(folder -> folder + ": package-info.java is missing")
                .toList();
    }

    private static List<Path> javaFiles() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static List<String> longMethods(List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var sources = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    sources,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    sources.getJavaFileObjectsFromPaths(files));
            var findings = new ArrayList<String>();
            for (CompilationUnitTree unit : task.parse()) {
                new LongMethods(unit, Trees.instance(task), findings).scan(unit, null);
            }
            return findings;
        }
    }

    private static final class LongMethods extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<String> findings;

        LongMethods(CompilationUnitTree unit, Trees trees, List<String> findings) {
            this.unit = unit;
            this.trees = trees;
            this.findings = findings;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() == null) {
                return super.visitMethod(method, null);
            }
            // The body alone: a table of test cases above a method is data, however long.
            var positions = trees.getSourcePositions();
            var lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
            long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
            if (last - first >= METHOD_LINES_MAX) {
                findings.add(
                        unit.getSourceFile().getName()
                                + ":"
                                + first
                                + ": "
                                + method.getName()
                                + " is too long");
            }
            return super.visitMethod(method, null);
        }
    }
}
