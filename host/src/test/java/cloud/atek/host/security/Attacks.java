package cloud.atek.host.security;

import java.util.List;

/// The rows of the table in `docs/security.md`: how systems like this one were broken.
///
/// @param number from 1; the tests of a row are named `Row<two digits><Subject>Test`
/// @param name one plain sentence without its full stop
record Attacks(int number, String name) {

    static final List<Attacks> ALL =
            List.of(
                    new Attacks(
                            1, "A client says in a header that it is somebody or somewhere else"),
                    new Attacks(
                            2,
                            "A client sends the headers by which the host tells a service who"
                                    + " calls"),
                    new Attacks(
                            3,
                            "A path is spelled so that the check reads it in another way than the"
                                    + " handler"),
                    new Attacks(4, "One method or address was forgotten when checks were written"),
                    new Attacks(5, "A secret is weak, the same everywhere, or in the source"),
                    new Attacks(6, "A session goes on after logout, or what it opened does"),
                    new Attacks(
                            7, "A session is planted before the login, or its hand-over is stolen"),
                    new Attacks(
                            8, "A service sets or reads cookies of the host or of another service"),
                    new Attacks(9, "A page of one service makes the browser act at another one"),
                    new Attacks(
                            10,
                            "A page of another origin opens a WebSocket with the user's cookie"),
                    new Attacks(11, "A foreign name is pointed at the address of the host"),
                    new Attacks(12, "A service listens where others reach it past the gateway"),
                    new Attacks(13, "The host is made to fetch from inside the home network"),
                    new Attacks(14, "The address of a package is really a command"),
                    new Attacks(
                            15,
                            "A package is made so that unpacking it writes elsewhere or runs"
                                    + " something"),
                    new Attacks(16, "A version that was looked at becomes another one"),
                    new Attacks(17, "The build of a package reads or changes the machine"),
                    new Attacks(
                            18,
                            "An archive has entries that lead out of the folder it is read into"),
                    new Attacks(
                            19,
                            "The name of a file is taken for a command, an option, or a line of its"
                                    + " own"),
                    new Attacks(20, "An address leads to a file outside the folder that is served"),
                    new Attacks(21, "A small request becomes huge in memory"),
                    new Attacks(22, "A service eats memory, processor, disk, processes or sockets"),
                    new Attacks(23, "Passwords or names are guessed, by number or by time"),
                    new Attacks(24, "Many slow connections keep others out"),
                    new Attacks(25, "A page in a frame makes the user click what he does not see"),
                    new Attacks(26, "A name, an icon or a log line of a package is a script"),
                    new Attacks(27, "A page that was uninstalled goes on in the browser"),
                    new Attacks(
                            28, "A token stands in a log, a process list, a dump or an address"),
                    new Attacks(29, "A service leaves its sandbox"),
                    new Attacks(30, "A service uses the rights of another one"),
                    new Attacks(31, "A line of a log or of the audit pretends to be another one"),
                    new Attacks(
                            32, "An invitation is seen, used twice, or bound to another account"),
                    new Attacks(33, "A service reaches a system call with a hole in it"),
                    new Attacks(34, "The files of the host are changed while it is down"));
}
