package cloud.atek.host.cli;

import cloud.atek.api.Activation;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// When a service runs, in the words of the contract: `always` or `on-demand`.
final class ActivationWord implements ITypeConverter<Activation>, Iterable<String> {

    @Override
    public Activation convert(String word) {
        return Arrays.stream(Activation.values())
                .filter(activation -> activation.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "want %s, not \"%s\"".formatted(String.join(" or ", all()), word)));
    }

    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }

    private static List<String> all() {
        return Arrays.stream(Activation.values())
                .map(Activation::word)
                .collect(Collectors.toUnmodifiableList());
    }
}
