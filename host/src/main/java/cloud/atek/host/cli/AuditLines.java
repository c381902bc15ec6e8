package cloud.atek.host.cli;

import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditReport;
import cloud.atek.cli.Table;
import cloud.atek.cli.Terminal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the audit looks on a terminal.
///
/// @param zone in which times are shown
record AuditLines(ZoneId zone) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    String table(List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return "Nothing was done.";
        }
        var table = new Table("TIME", "WHO", "WHAT", "TO", "");
        for (AuditEntry entry : entries) {
            table.row(time(entry), who(entry), what(entry), to(entry), ending(entry));
        }
        return table.toString();
    }

    /// One line of its own, for who follows.
    String line(AuditEntry entry) {
        String text =
                "%s  %-10s  %s %s %s"
                        .formatted(time(entry), who(entry), what(entry), to(entry), ending(entry));
        return Terminal.harmless(text.replaceAll(" +$", ""));
    }

    static String report(AuditReport report) {
        var table = new Table("VOLUME", "ENTRIES UP TO", "COMMITS", "KiB", "ROOT");
        for (AuditReport.Volume volume : report.volumes()) {
            table.row(
                    Integer.toString(volume.number()),
                    text(volume.to()),
                    Long.toString(volume.size()),
                    Long.toString(volume.bytes() / 1024),
                    volume.damage() == null ? text(volume.root()) : "damaged");
        }
        var out = new StringBuilder(table.toString());
        out.append("\n\n%d entries, ".formatted(report.entries()));
        out.append(report.sound() ? "all as they were written." : "and not all is sound.");
        if (report.damage() != null) {
            out.append("\nDamage: ").append(Terminal.harmless(report.damage()));
        }
        if (!report.aside().isEmpty()) {
            out.append("\nKept aside in audit/damaged: ")
                    .append(Terminal.harmless(String.join(", ", report.aside())));
        }
        if (report.unwritten() > 0) {
            out.append("\n%d entries wait for the disk.".formatted(report.unwritten()));
        }
        return out.toString();
    }

    private String time(AuditEntry entry) {
        return TIME.format(Instant.parse(entry.time()).atZone(zone));
    }

    private static String who(AuditEntry entry) {
        String name =
                switch (entry.via()) {
                    case ITSELF -> "the host";
                    case NOBODY -> "nobody";
                    case HOST, BROWSER, PAGE, PROGRAM -> text(entry.username());
                };
        String through = entry.serviceId() == null ? entry.serviceKey() : entry.serviceId();
        return through == null ? name : name + " by " + through;
    }

    /// Without the beginning that nearly all have.
    private static String what(AuditEntry entry) {
        return entry.what().replaceFirst("^atek\\.cloud/", "").replaceFirst("-api ", " ");
    }

    private static String to(AuditEntry entry) {
        AuditEntry.Target target = entry.target();
        return target == null ? "" : target.name();
    }

    private static String ending(AuditEntry entry) {
        String ending =
                switch (entry.outcome()) {
                    case DONE -> "";
                    case REFUSED -> "refused";
                    case FAILED -> "failed";
                };
        String more = entry.more() == null ? "" : ", and " + entry.more() + " more";
        String note = text(entry.note());
        return ending + more + (ending.isEmpty() || note.isEmpty() ? "" : ": ") + note;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
