package cloud.atek.host.cli;

import static java.util.Objects.requireNonNull;

import cloud.atek.api.ApiId;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What could stand where the cursor is: one word on each line, and silence when nobody knows. Not
/// for people: the functions of [CompletionCommand] call it at every Tab.
@Command(name = "__complete", hidden = true, description = "Complete a word.")
final class CompleteCommand implements Callable<Integer> {

    /// Who pressed Tab does not wait longer for a host.
    static final Duration HOST_PATIENCE = Duration.ofSeconds(1);

    @Parameters(description = "The words so far, the last one unfinished.")
    List<String> words = new ArrayList<>();

    @Spec @Nullable CommandSpec spec;

    private final AtekCommand atek;

    CompleteCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        String typed = words.isEmpty() ? "" : words.getLast();
        var before = words.isEmpty() ? List.<String>of() : words.subList(0, words.size() - 1);
        var place = Typed.find(requireNonNull(spec).root(), before);
        place.value("--configDir").ifPresent(dir -> atek.configDir = Path.of(dir));
        Stream.concat(place.words(typed), names(place.label(typed)))
                .filter(word -> word.startsWith(typed))
                .distinct()
                .sorted()
                .forEach(atek.terminal()::line);
        return ExitCode.DONE;
    }

    /// The names of things that the running host has.
    private Stream<String> names(String label) {
        return switch (label) {
            case "ID" -> ask(() -> list(ServicesApi.ID, "services", "/settings/id"));
            case "NAME" -> ask(() -> list(UsersApi.ID, "users", "/username"));
            default -> Stream.empty();
        };
    }

    private List<String> list(ApiId api, String member, String pointer) {
        JsonNode all = atek.host().call(api, "list").path(member);
        return StreamSupport.stream(all.spliterator(), false)
                .map(thing -> thing.at(pointer).asText())
                .toList();
    }

    private static Stream<String> ask(Supplier<List<String>> question) {
        var answers = new LinkedBlockingQueue<List<String>>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answers.add(question.get());
                    } catch (CommandFailedException | ParameterException e) {
                        answers.add(List.of());
                    }
                });
        try {
            List<String> answer = answers.poll(HOST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return answer == null ? Stream.empty() : answer.stream();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Stream.empty();
        }
    }
}
