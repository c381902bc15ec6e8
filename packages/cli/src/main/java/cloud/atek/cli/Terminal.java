package cloud.atek.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the commands print and ask: standard output for results, standard error for everything
/// else. What comes from services (names, log lines, messages) cannot move the cursor: control
/// characters are shown as `?`.
///
/// Thread-safe: each call prints one whole line.
public final class Terminal {

    /// What ends a line or turns the direction of writing without being seen (Unicode TR 9).
    static final String TURNING = "\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069";

    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f" + TURNING + "&&[^\\t]]");

    private final PrintStream out;
    private final PrintStream err;
    private final @Nullable Console console;

    public Terminal(PrintStream out, PrintStream err, @Nullable Console console) {
        this.out = out;
        this.err = err;
        this.console = console;
    }

    /// The terminal of this process.
    @SuppressWarnings("SystemConsoleNull") // In 25 it is null again when nobody sits there.
    public static Terminal ofProcess() {
        Console console = System.console();
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                console != null && console.isTerminal() ? console : null);
    }

    /// A whole line is one write, so that lines of several threads do not mix.
    private static PrintStream stream(FileDescriptor descriptor) {
        String name = System.getProperty("stdout.encoding", "UTF-8");
        Charset charset =
                Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }

    /// `text` without anything that a terminal would obey, or that shows it in another order.
    public static String harmless(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    /// Whether a person can be asked.
    public boolean interactive() {
        return console != null;
    }

    public void line(String text) {
        out.println(harmless(text));
    }

    /// Several lines of our own making, as they are.
    public void block(String text) {
        out.println(text);
    }

    /// For people; scripts read standard output only.
    public void note(String text) {
        err.println(harmless(text));
    }

    /// Overwrites the line that the last `status` wrote; shown to a person only.
    public void status(String text) {
        if (interactive()) {
            err.print("\r\u001b[K" + harmless(text));
            err.flush();
        }
    }

    /// @throws CommandFailedException when there is nobody to ask, or he closed the input
    public String ask(String prompt) {
        return reply(prompt)
                .orElseThrow(
                        () -> new CommandFailedException("No answer was given: nothing was done."));
    }

    /// As [#ask]; empty when he closed the input.
    public Optional<String> reply(String prompt) {
        return Optional.ofNullable(person(prompt).readLine("%s ", prompt)).map(String::strip);
    }

    /// Asks without showing what is typed. The caller wipes the array.
    ///
    /// @throws CommandFailedException as [#ask]
    public char[] askSecret(String prompt) {
        char[] answer = person(prompt).readPassword("%s ", prompt);
        if (answer == null) {
            throw new CommandFailedException("No answer was given: nothing was done.");
        }
        return answer;
    }

    private Console person(String prompt) {
        if (console == null) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "\"" + prompt + "\" cannot be asked: this is not a terminal; use the options.");
        }
        return console;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }
}
