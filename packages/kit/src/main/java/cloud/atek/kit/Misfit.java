package cloud.atek.kit;

import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The error for a param that does not fit, in the form that the first Atek's clients know: the
/// message `Parameter 2 must be object`, and as data where in the params that is, as a JSON
/// pointer.
final class Misfit {

    private Misfit() {}

    /// @param index of the param, from 0
    static RpcError of(int index, JsonNode param, JsonProcessingException e) {
        List<JsonMappingException.Reference> steps =
                e instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
        String pointer = "/" + index + joined(steps, "/%s", "/%d");
        Optional<String> type = wanted(e, steps.isEmpty() ? param : null);
        String must = type.map(name -> "must be " + name).orElse("does not fit" + reason(e));
        String place = "Parameter " + (index + 1) + joined(steps, ".%s", "[%d]");
        ObjectNode data = Json.MAPPER.createObjectNode().put("instancePath", pointer);
        type.ifPresent(name -> data.put("keyword", "type").putObject("params").put("type", name));
        data.put("message", must);
        return new RpcError(RpcError.Code.INVALID_PARAM, place + " " + must, data);
    }

    private static String joined(
            List<JsonMappingException.Reference> steps, String field, String element) {
        return steps.stream()
                .map(step ->
                        step.getFieldName() == null
                                ? element.formatted(step.getIndex())
                                : field.formatted(step.getFieldName()))
                .collect(Collectors.joining());
    }

    /// The JSON type that was wanted, where there is one.
    private static Optional<String> wanted(JsonProcessingException e, @Nullable JsonNode whole) {
        if (!(e instanceof MismatchedInputException mismatch) || mismatch.getTargetType() == null) {
            return Optional.empty();
        }
        Class<?> target = mismatch.getTargetType();
        if (target == String.class) {
            return Optional.of("string");
        }
        if (target == boolean.class || target == Boolean.class) {
            return Optional.of("boolean");
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return Optional.of("number");
        }
        if (Collection.class.isAssignableFrom(target) || target == ArrayNode.class) {
            return Optional.of("array");
        }
        boolean object = target == ObjectNode.class || (target.isRecord() && !hasOneValue(target));
        return object && (whole == null || !whole.isObject())
                ? Optional.of("object")
                : Optional.empty();
    }

    /// A record that is written as something else than an object.
    private static boolean hasOneValue(Class<?> record) {
        return Arrays.stream(record.getDeclaredMethods())
                .anyMatch(method -> method.isAnnotationPresent(JsonValue.class));
    }

    private static String reason(JsonProcessingException e) {
        return e.getCause() instanceof IllegalArgumentException told && told.getMessage() != null
                ? ": " + told.getMessage()
                : "";
    }
}
