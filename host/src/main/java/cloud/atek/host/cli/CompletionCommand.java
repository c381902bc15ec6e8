package cloud.atek.host.cli;

import cloud.atek.cli.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Print what makes the Tab key complete words in your shell.",
        footer = {
            "",
            "For bash, in ~/.bashrc:  eval \"$(atek completion bash)\"",
            "For zsh, in ~/.zshrc:    eval \"$(atek completion zsh)\"",
            "For fish, once:          atek completion fish >",
            "                           ~/.config/fish/completions/atek.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    /// The shells whose words we can complete. Each asks `atek __complete` at every Tab, so that
    /// ids and names are those of the running host, and the words those of this version.
    enum Shell {
        BASH(
                """
                _atek() {
                    local IFS=$'\\n'
                    COMPREPLY=($("$1" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
                }
                complete -o default -F _atek atek\
                """),
        ZSH(
                """
                _atek() {
                    local -a found
                    found=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
                    if [[ -n "${found[*]}" ]]; then compadd -- "${found[@]}"; else _files; fi
                }
                compdef _atek atek\
                """),
        FISH(
                """
                function __atek_complete
                    set -l said (commandline -opc)
                    set -l typed (commandline -ct)
                    $said[1] __complete -- $said[2..-1] "$typed" 2>/dev/null
                end
                complete -c atek -a '(__atek_complete)'\
                """);

        private final String script;

        Shell(String script) {
            this.script = script;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    Shell shell = Shell.BASH;

    private final AtekCommand atek;

    CompletionCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        atek.terminal().block(shell.script);
        return ExitCode.DONE;
    }
}
