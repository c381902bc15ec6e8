package cloud.atek.api.services;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How well the machine and other people are protected from a service that runs, now.
///
/// @param rating 0 (not at all) to 5 (by all there is)
/// @param layers what confines it, such as `namespaces`, `no-network`, `seccomp`
/// @param missing what could confine it and does not
/// @param raise one sentence: the one change that would raise the rating; absent at 5
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Protection(
        int rating, List<String> layers, List<Missing> missing, @Nullable String raise) {

    public static final int RATING_MAX = 5;

    public Protection {
        if (rating < 0 || rating > RATING_MAX) {
            throw new IllegalArgumentException("want a rating of 0 to 5, is " + rating);
        }
        layers = List.copyOf(layers);
        missing = List.copyOf(missing);
    }

    /// A layer that is not in force.
    ///
    /// @param effect what that means, one sentence
    /// @param fix what to do, one sentence
    public record Missing(String layer, String effect, String fix) {}
}
