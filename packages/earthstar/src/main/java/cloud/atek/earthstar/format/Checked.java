package cloud.atek.earthstar.format;

import java.util.Optional;
import java.util.function.Function;

/// A good value, or why there is none.
public sealed interface Checked<T> {

    record Good<T>(T value) implements Checked<T> {}

    record Bad<T>(Refusal refusal) implements Checked<T> {}

    default Optional<T> good() {
        return this instanceof Good<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    default Optional<Refusal> bad() {
        return this instanceof Bad<T>(Refusal refusal) ? Optional.of(refusal) : Optional.empty();
    }

    /// For who knows that it is good.
    ///
    /// @throws IllegalStateException when it is not
    default T require() {
        return switch (this) {
            case Good<T>(T value) -> value;
            case Bad<T>(Refusal refusal) -> throw new IllegalStateException(refusal.message());
        };
    }

    default <R> Checked<R> then(Function<? super T, Checked<R>> next) {
        return switch (this) {
            case Good<T>(T value) -> next.apply(value);
            case Bad<T>(Refusal refusal) -> new Bad<>(refusal);
        };
    }
}
