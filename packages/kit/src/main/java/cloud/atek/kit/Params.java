package cloud.atek.kit;

import cloud.atek.rpc.Message;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says which param does not fit a method, in words that name nothing of the implementation.
final class Params {

    private Params() {}

    /// @param e what Jackson said; its text has class names and is not shown
    static RpcError misfit(Class<?> api, Message.Request request, JsonProcessingException e) {
        Optional<Method> method =
                Arrays.stream(api.getMethods())
                        .filter(m -> m.getName().equals(request.method()))
                        .findFirst();
        int index = method.map(m -> firstMisfit(m, request.params())).orElse(0);
        String where = e instanceof JsonMappingException at ? path(at) : "";
        return new RpcError(
                RpcError.Code.INVALID_PARAM,
                "Parameter %d%s does not fit%s".formatted(index + 1, where, reason(e)));
    }

    private static int firstMisfit(Method method, JsonNode params) {
        var types = method.getGenericParameterTypes();
        for (int i = 0; i < types.length; i++) {
            var reader = Json.MAPPER.readerFor(Json.MAPPER.constructType(types[i]));
            try {
                reader.readValue(params.has(i) ? params.get(i) : Json.MAPPER.nullNode());
            } catch (IOException e) {
                return i;
            }
        }
        return 0;
    }

    /// What a record's own check said.
    private static String reason(JsonProcessingException e) {
        return e.getCause() instanceof IllegalArgumentException refused
                        && refused.getMessage() != null
                ? ": " + refused.getMessage()
                : "";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(at ->
                        at.getFieldName() == null
                                ? "[" + at.getIndex() + "]"
                                : "." + at.getFieldName())
                .collect(Collectors.joining());
    }
}
