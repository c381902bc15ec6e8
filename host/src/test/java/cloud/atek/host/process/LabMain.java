package cloud.atek.host.process;

import java.nio.file.Path;
import java.util.Map;

/// A small host as a process of its own: starts one service in the folder of its first argument,
/// prints what came of it, and stays.
final class LabMain {

    private LabMain() {}

    public static void main(String[] args) throws Exception {
        try (var lab = new ServiceLab(Path.of(args[0]), args[1].equals("confined"))) {
            Launch launch = lab.java("PlainService", Map.of());
            switch (lab.launcher(Readiness.PATIENCE).launch(launch)) {
                case Launcher.Outcome.Started(var service) -> {
                    System.out.println("started " + service.pid() + " " + service.layers());
                    service.awaitExit();
                }
                case Launcher.Outcome.Failed(var reason) -> System.out.println("failed " + reason);
            }
        }
    }
}
