package cloud.atek.host.apidoc;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Reads the sources of `packages/api` with the parser of the JDK.
final class Sources {

    private static final Pattern API_ID = Pattern.compile("new ApiId\\(\"([^\"]+)\"\\)");
    private static final Pattern TAG = Pattern.compile("(?m)^@(param|throws|return)\\s+");
    private static final Pattern NAME = Pattern.compile("[A-Z]\\w*(?:\\.[A-Z]\\w*)*");
    private static final Pattern NUMBER = Pattern.compile("(\\d[\\d_]*)L?(?: << (\\d+))?");
    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

    private Sources() {}

    /// All types by their simple names.
    static Map<String, Declared> read(Path folder) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var types = new TreeMap<String, Declared>();
        try (var files = Files.walk(folder);
                var sources = compiler.getStandardFileManager(null, null, null)) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    sources,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    sources.getJavaFileObjectsFromPaths(java));
            var units = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(units::add);
            var names = new Names();
            units.forEach(unit -> names.scan(unit, null));
            for (CompilationUnitTree unit : units) {
                new Types(Trees.instance(task), names, types).scan(unit, null);
            }
        }
        return types;
    }

    /// Which names several types have: these go by the name of the type around them too.
    private static final class Names extends TreeScanner<Void, Void> {
        private final Set<String> once = new HashSet<>();
        private final Set<String> often = new HashSet<>();

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            String name = tree.getSimpleName().toString();
            if (!once.add(name)) {
                often.add(name);
            }
            return super.visitClass(tree, null);
        }
    }

    private static final class Types extends TreePathScanner<Void, Void> {
        private final Trees trees;
        private final Names names;
        private final Map<String, Declared> types;

        Types(Trees trees, Names names, Map<String, Declared> types) {
            this.trees = trees;
            this.names = names;
            this.types = types;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            Declared.Kind kind =
                    switch (tree.getKind()) {
                        case INTERFACE -> Declared.Kind.INTERFACE;
                        case RECORD -> Declared.Kind.RECORD;
                        case ENUM -> Declared.Kind.ENUM;
                        default -> null;
                    };
            if (kind != null) {
                Declared declared = declared(kind, tree);
                types.put(declared.name(), declared);
            }
            return super.visitClass(tree, null);
        }

        private Declared declared(Declared.Kind kind, ClassTree tree) {
            Declared.Doc doc = doc(getCurrentPath());
            var members = new ArrayList<Declared.Member>();
            var methods = new ArrayList<Declared.Method>();
            var ids = new LinkedHashMap<String, String>();
            for (Tree member : tree.getMembers()) {
                if (member instanceof VariableTree field) {
                    field(kind, field, doc, members, ids);
                } else if (member instanceof MethodTree method
                        && kind == Declared.Kind.INTERFACE
                        && method.getBody() == null) {
                    methods.add(method(method));
                }
            }
            return new Declared(
                    kind,
                    name(tree.getSimpleName().toString(), getCurrentPath().getParentPath()),
                    Objects.toString(getCurrentPath().getCompilationUnit().getPackageName()),
                    doc,
                    parents(tree),
                    members,
                    methods,
                    ids,
                    numbers(tree),
                    json(kind, tree));
        }

        private void field(
                Declared.Kind kind,
                VariableTree field,
                Declared.Doc doc,
                List<Declared.Member> members,
                Map<String, String> ids) {
            Matcher id = API_ID.matcher(String.valueOf(field.getInitializer()));
            if (id.find()) {
                ids.put(field.getName().toString(), id.group(1));
            }
            boolean constant = field.getModifiers().getFlags().contains(Modifier.STATIC);
            if (kind == Declared.Kind.RECORD && !constant) {
                String name = field.getName().toString();
                members.add(
                        new Declared.Member(
                                wireName(field, name),
                                type(field.getType()),
                                nullable(field.getModifiers(), field.getType()),
                                doc.params().getOrDefault(name, "")));
            } else if (kind == Declared.Kind.ENUM
                    && field.getType()
                            .toString()
                            .equals(
                                    String.valueOf(
                                            ((ClassTree) getCurrentPath().getLeaf())
                                                    .getSimpleName()))) {
                String word = wireName(field, field.getName().toString().toLowerCase(Locale.ROOT));
                members.add(
                        new Declared.Member(
                                word,
                                "",
                                false,
                                doc(new TreePath(getCurrentPath(), field)).text()));
            }
        }

        private Declared.Method method(MethodTree method) {
            Declared.Doc doc = doc(new TreePath(getCurrentPath(), method));
            List<Declared.Member> params =
                    method.getParameters().stream()
                            .map(param ->
                                    new Declared.Member(
                                            param.getName().toString(),
                                            type(param.getType()),
                                            nullable(param.getModifiers(), param.getType()),
                                            doc.params()
                                                    .getOrDefault(param.getName().toString(), "")))
                            .toList();
            return new Declared.Method(
                    method.getName().toString(),
                    params,
                    type(method.getReturnType()),
                    nullable(method.getModifiers(), method.getReturnType()),
                    doc);
        }

        private Declared.Doc doc(TreePath path) {
            String text =
                    Objects.requireNonNullElse(trees.getDocComment(path), "").stripIndent().strip();
            Matcher tag = TAG.matcher(text);
            if (!tag.find()) {
                return new Declared.Doc(text, Map.of());
            }
            String before = text.substring(0, tag.start()).strip();
            var params = new LinkedHashMap<String, String>();
            int from = tag.start();
            while (from < text.length()) {
                int next = tag.find() ? tag.start() : text.length();
                String one = text.substring(from, next).strip();
                if (one.startsWith("@param")) {
                    String[] parts = one.substring(6).strip().split("\\s+", 2);
                    params.put(parts[0], parts.length < 2 ? "" : parts[1].replaceAll("\\s+", " "));
                } else if (one.startsWith("@return")) {
                    before += "\n\nAnswers " + one.substring(7).strip() + ".";
                }
                from = next;
            }
            return new Declared.Doc(before, params);
        }

        private static Map<String, String> numbers(ClassTree tree) {
            var numbers = new LinkedHashMap<String, String>();
            for (Tree member : tree.getMembers()) {
                if (member instanceof VariableTree field) {
                    Matcher number = NUMBER.matcher(String.valueOf(field.getInitializer()));
                    if (number.matches()) {
                        int shift = number.group(2) == null ? 0 : Integer.parseInt(number.group(2));
                        long value = Long.parseLong(number.group(1).replace("_", "")) << shift;
                        numbers.put(
                                field.getName().toString(),
                                "%,d".formatted(value).replace(',', ' '));
                    }
                }
            }
            return numbers;
        }

        private static List<String> parents(ClassTree tree) {
            return tree.getImplementsClause().stream().map(Tree::toString).toList();
        }

        private static Declared.Json json(Declared.Kind kind, ClassTree tree) {
            if (kind == Declared.Kind.INTERFACE) {
                return Declared.Json.BY_WORDS;
            }
            String source = tree.toString();
            boolean delegating = source.contains("DELEGATING");
            for (Tree member : tree.getMembers()) {
                if (member instanceof MethodTree method
                        && annotated(method.getModifiers(), "JsonValue")) {
                    return method.getReturnType().toString().equals("ObjectNode")
                            ? Declared.Json.OPTIONAL_MEMBERS
                            : Declared.Json.BY_WORDS;
                }
                if (member instanceof VariableTree field
                        && annotated(field.getModifiers(), "JsonValue")) {
                    return delegating ? Declared.Json.BY_WORDS : Declared.Json.VALUE;
                }
            }
            return delegating ? Declared.Json.OPTIONAL_MEMBERS : Declared.Json.MEMBERS;
        }

        private static boolean annotated(ModifiersTree modifiers, String name) {
            return modifiers.getAnnotations().stream()
                    .anyMatch(one -> one.getAnnotationType().toString().endsWith(name));
        }

        private static boolean nullable(ModifiersTree modifiers, Tree type) {
            return annotated(modifiers, "Nullable") || type.toString().contains("@Nullable");
        }

        /// Without annotations, and without the type around it unless it needs that.
        private String type(Tree type) {
            String plain = type.toString().replaceAll("@Nullable(\\(\\))? ?", "");
            return NAME.matcher(plain)
                    .replaceAll(found -> {
                        String simple = found.group().replaceAll(".*\\.", "");
                        boolean whole = found.group().contains(".") && names.often.contains(simple);
                        return whole ? found.group() : name(simple, getCurrentPath());
                    });
        }

        /// @param place where the name is used, or the type around its declaration
        private String name(String simple, @Nullable TreePath place) {
            if (!names.often.contains(simple)) {
                return simple;
            }
            for (TreePath at = place; at != null; at = at.getParentPath()) {
                if (at.getLeaf() instanceof ClassTree around
                        && around.getMembers().stream()
                                .anyMatch(member ->
                                        member instanceof ClassTree nested
                                                && nested.getSimpleName().contentEquals(simple))) {
                    return around.getSimpleName() + "." + simple;
                }
            }
            return simple;
        }

        private static String wireName(VariableTree field, String otherwise) {
            for (AnnotationTree one : field.getModifiers().getAnnotations()) {
                Matcher word = STRING.matcher(one.toString());
                if (one.getAnnotationType().toString().endsWith("JsonProperty") && word.find()) {
                    return word.group(1);
                }
            }
            return otherwise;
        }
    }
}
