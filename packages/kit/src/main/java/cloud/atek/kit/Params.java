package cloud.atek.kit;

import cloud.atek.api.Live;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the methods of one API want as params, and how to say that something else came in words
/// that name nothing of the implementation. Thread-safe.
///
/// A param may be absent or null when its type is marked `@Nullable`, of any library; another is
/// wanted. Params behind the last one are let pass.
final class Params {

    private final Map<String, List<Method>> methods;

    Params(Class<?> api) {
        methods =
                Arrays.stream(api.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .collect(Collectors.groupingBy(Method::getName));
    }

    /// What is wrong before a param is looked into, if anything is.
    Optional<RpcError> check(String method, JsonNode params) {
        List<Method> candidates = methods.getOrDefault(method, List.of());
        if (candidates.isEmpty()) {
            return Optional.of(
                    new RpcError(RpcError.Code.NOT_FOUND, "Method not found: " + method));
        }
        // Of overloaded methods jsonrpc4j chooses by the params that are there.
        return candidates.size() > 1
                ? Optional.empty()
                : missing(candidates.getFirst(), params).map(Params::invalid);
    }

    private static Optional<String> missing(Method method, JsonNode params) {
        AnnotatedType[] types = method.getAnnotatedParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (!params.hasNonNull(i) && !nullable(types[i])) {
                return Optional.of("Parameter " + (i + 1) + " is missing");
            }
        }
        return Optional.empty();
    }

    private static boolean nullable(AnnotatedType type) {
        return Stream.of(type.getAnnotations())
                .anyMatch(one -> one.annotationType().getSimpleName().equals("Nullable"));
    }

    /// The method of this name, if it answers with a stream.
    Optional<Method> live(String method) {
        return methods.getOrDefault(method, List.of()).stream()
                .filter(one -> one.getReturnType() == Live.class)
                .findFirst();
    }

    /// The params as `method` takes them; empty when they do not fit.
    Optional<@Nullable Object[]> values(Method method, JsonNode params) {
        var types = method.getGenericParameterTypes();
        var values = new @Nullable Object[types.length];
        try {
            for (int i = 0; i < types.length; i++) {
                JsonNode value = params.path(i);
                values[i] =
                        value.isMissingNode() || value.isNull()
                                ? null
                                : Json.MAPPER
                                        .readerFor(Json.MAPPER.constructType(types[i]))
                                        .readValue(value);
            }
            return Optional.of(values);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a tree is read without I/O", e);
        }
    }

    /// Why params that are there could not be converted. Jackson's own text has class names and is
    /// not shown; what the check of a record said is.
    RpcError misfit(String method, JsonNode params) {
        for (Method candidate : methods.getOrDefault(method, List.of())) {
            var types = candidate.getGenericParameterTypes();
            for (int i = 0; i < types.length; i++) {
                var reader = Json.MAPPER.readerFor(Json.MAPPER.constructType(types[i]));
                JsonNode value = params.has(i) ? params.get(i) : Json.MAPPER.nullNode();
                try {
                    reader.readValue(value);
                } catch (JsonProcessingException e) {
                    return Misfit.of(i, value, e);
                } catch (IOException e) {
                    throw new IllegalStateException("a tree is read without I/O", e);
                }
            }
        }
        return invalid("the parameters do not fit");
    }

    private static RpcError invalid(String message) {
        return new RpcError(RpcError.Code.INVALID_PARAM, message);
    }
}
