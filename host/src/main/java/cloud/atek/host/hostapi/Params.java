package cloud.atek.host.hostapi;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The positional params of one call, read into the types of the contract.
///
/// A method's record says which of its fields must be there: those that are not `@Nullable`.
record Params(JsonNode array) {

    /// A param does not fit; the message is the contract's and may be shown.
    static final class MisfitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private MisfitException(int index, String what) {
            super("Parameter %d %s".formatted(index + 1, what));
        }
    }

    /// @param index from 0
    /// @throws MisfitException when it is absent or does not fit
    <T> T required(int index, Class<T> type) {
        return this.<T>optional(index, type)
                .orElseThrow(() -> new MisfitException(index, "must be " + word(type)));
    }

    /// @param index from 0
    /// @return empty when it is absent or JSON null
    /// @throws MisfitException when it does not fit
    <T> Optional<T> optional(int index, Class<T> type) {
        JsonNode json = array.path(index);
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        if (type == String.class ? !json.isTextual() : !json.isObject()) {
            throw new MisfitException(index, "must be " + word(type));
        }
        requireFields(index, json, type);
        try {
            return Optional.of(MessageCodec.JSON.convertValue(json, type));
        } catch (IllegalArgumentException e) {
            throw new MisfitException(index, "does not fit" + at(e.getCause()));
        }
    }

    /// An array, each of it such a thing.
    ///
    /// @param index from 0
    /// @throws MisfitException when it is absent or does not fit
    <T> List<T> list(int index, Class<T> type) {
        JsonNode json = array.path(index);
        if (!json.isArray()) {
            throw new MisfitException(index, "must be array");
        }
        var all = new ArrayList<T>();
        for (JsonNode one : json) {
            try {
                all.add(MessageCodec.JSON.convertValue(one, type));
            } catch (IllegalArgumentException e) {
                throw new MisfitException(index, "does not fit: " + reason(e));
            }
        }
        return all;
    }

    /// What our own types say; nothing of what a library says.
    private static String reason(Throwable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return "at " + e.getClass().getSimpleName();
    }

    private static void requireFields(int index, JsonNode json, Class<?> type) {
        if (!type.isRecord()) {
            return;
        }
        for (RecordComponent field : type.getRecordComponents()) {
            boolean mayMiss = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!mayMiss && !json.hasNonNull(field.getName())) {
                throw new MisfitException(
                        index, "must have required property '" + field.getName() + "'");
            }
        }
    }

    private static String word(Class<?> type) {
        return type == String.class ? "string" : "object";
    }

    private static String at(@Nullable Throwable cause) {
        if (!(cause instanceof JsonMappingException misfit) || misfit.getPath().isEmpty()) {
            return "";
        }
        return " at /" + misfit.getPath().getLast().getFieldName();
    }
}
