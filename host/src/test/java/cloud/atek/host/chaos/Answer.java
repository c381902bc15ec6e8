package cloud.atek.host.chaos;

import com.fasterxml.jackson.databind.JsonNode;

/// What came of one call.
sealed interface Answer {

    record Yes(JsonNode result) implements Answer {}

    /// @param sentence the reason, as the host or the service gave it
    record No(int code, String sentence) implements Answer {

        /// Whether the host itself cannot say if it was done: its database went away meanwhile.
        boolean unsure() {
            return sentence.startsWith("The host could not do this");
        }
    }

    /// The host went away before it answered: nobody knows whether it was done.
    record Silence() implements Answer {}
}
