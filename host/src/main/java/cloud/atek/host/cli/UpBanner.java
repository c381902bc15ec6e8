package cloud.atek.host.cli;

import cloud.atek.cli.Terminal;

/// What `atek up` prints when the host is up: four lines, and the way in when nobody has one yet.
record UpBanner(HostRunner.Started host) {

    @Override
    public String toString() {
        var text = new StringBuilder();
        text.append(
                """
                  Open     %s
                  Gateway  %s
                  Data     %s
                  Stop     Ctrl-C\
                """
                        .formatted(host.ui(), host.gateway(), host.data()));
        if (host.setup() != null) {
            text.append(
                    """


                      Nobody can log in yet. This link creates the first admin, and works once:
                      %s
                      Or, in another terminal: atek mkuser --admin\
                    """
                            .formatted(host.setup()));
        }
        if (host.warning() != null) {
            text.append("\n\n  ! ").append(Terminal.harmless(host.warning()));
        }
        return text.toString();
    }
}
