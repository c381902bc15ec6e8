package cloud.atek.host.cli;

import cloud.atek.api.services.NetworkUse;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceList;
import cloud.atek.api.services.ServiceStats;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "stats", description = "Show what services take.")
final class StatsCommand implements Callable<Integer> {

    private static final long KIB = 1 << 10;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "All of them unless given.")
    @Nullable String id;

    private final AtekCommand atek;

    StatsCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        HostClient host = atek.host();
        ObjectNode all = MessageCodec.JSON.createObjectNode();
        for (String each : ids(host)) {
            all.set(each, host.call(ServicesApi.ID, "stats", each));
        }
        atek.show(all, () -> table(all));
        return ExitCode.DONE;
    }

    private List<String> ids(HostClient host) {
        if (id != null) {
            return List.of(id);
        }
        JsonNode answer = host.call(ServicesApi.ID, "list");
        return AtekCommand.read(answer, ServiceList.class).services().stream()
                .map(ServiceInfo::settings)
                .map(settings -> settings.id().value())
                .toList();
    }

    private static String table(JsonNode all) {
        var table = new Table("ID", "CPU", "MEMORY", "PROCS", "UP", "DATA", "CALLS", "SOCKETS");
        all.properties()
                .forEach(one ->
                        table.row(
                                row(
                                        one.getKey(),
                                        AtekCommand.read(one.getValue(), ServiceStats.class))));
        String network = network(all);
        return network.isEmpty() ? table.toString() : table + "\n" + network;
    }

    private static String network(JsonNode all) {
        var table = new Table("ID", "HOST", "CALLS", "SENT", "RECEIVED", "OPEN", "REFUSED");
        boolean any = false;
        for (var one : all.properties()) {
            ServiceStats stats = AtekCommand.read(one.getValue(), ServiceStats.class);
            List<NetworkUse> network = stats.network();
            for (NetworkUse use : network == null ? List.<NetworkUse>of() : network) {
                table.row(row(one.getKey(), use));
                any = true;
            }
        }
        return any ? table.toString() : "";
    }

    private static String[] row(String id, NetworkUse use) {
        return new String[] {
            id,
            use.host() + ":" + use.port(),
            Long.toString(use.calls()),
            bytes(use.bytesSent()),
            bytes(use.bytesReceived()),
            Long.toString(use.open()),
            Long.toString(use.refused())
        };
    }

    private static String[] row(String id, ServiceStats stats) {
        Integer processes = stats.processes();
        return new String[] {
            id,
            time(stats.cpuMs()),
            bytes(stats.memoryBytes()),
            processes == null ? "-" : processes.toString(),
            time(stats.uptimeMs()),
            bytes(stats.dataBytes()) + (stats.dataBytesCut() == null ? "" : "+"),
            Long.toString(stats.calls()),
            Long.toString(stats.openSockets())
        };
    }

    static String time(@Nullable Long ms) {
        if (ms == null) {
            return "-";
        }
        Duration time = Duration.ofMillis(ms);
        if (time.toDays() > 0) {
            return time.toDays() + " d";
        }
        return time.toHours() > 0
                ? "%d h %02d".formatted(time.toHours(), time.toMinutesPart())
                : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }

    static String bytes(@Nullable Long bytes) {
        if (bytes == null) {
            return "-";
        }
        if (bytes < KIB * KIB) {
            return (bytes + KIB - 1) / KIB + " KiB";
        }
        double mib = (double) bytes / KIB / KIB;
        return mib < KIB
                ? "%.0f MiB".formatted(mib)
                : String.format(Locale.ROOT, "%.1f GiB", mib / KIB);
    }
}
