package cloud.atek.host.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a service finds its things inside. The places are the same for every service, so that an
/// AOT cache fits, and are bound from the folders of one launch. One thread owns it.
final class ServicePaths {

    static final String SOCKET_NAME = "service.sock";
    static final String HOST_SOCKET_NAME = "host.sock";
    static final String APP = "/app";
    static final String BUILD = "/build";
    static final String DATA = "/data";
    static final String RUN = "/run/atek";
    static final String KIT = "/kit";
    static final String JARS = "/jars";

    private final Launch launch;
    private final List<Bind> readOnly = new ArrayList<>();
    private int alone;

    ServicePaths(Launch launch) {
        this.launch = launch;
        readOnly.add(new Bind(launch.tree(), APP));
        if (!launch.build().equals(launch.tree())) {
            readOnly.add(new Bind(launch.build(), BUILD));
        }
        readOnly.addAll(launch.allowance().readOnly());
    }

    List<Bind> readOnly() {
        return readOnly;
    }

    List<Bind> writable() {
        var writable = new ArrayList<>(launch.allowance().writable());
        writable.add(new Bind(launch.data(), DATA));
        writable.add(new Bind(launch.runDir(), RUN));
        return writable;
    }

    /// The inside path of a file of the service. One that lies outside of its folders is bound by
    /// itself.
    String inside(Path file) {
        if (file.startsWith(launch.build()) && !launch.build().equals(launch.tree())) {
            return under(BUILD, launch.build(), file);
        }
        return file.startsWith(launch.tree())
                ? under(APP, launch.tree(), file)
                : bound(JARS + "/" + alone++, file);
    }

    /// Binds a file of the kit.
    String kit(Path file) {
        return bound(KIT, file);
    }

    private String bound(String folder, Path file) {
        String inside = folder + "/" + file.getFileName();
        readOnly.add(new Bind(file, inside));
        return inside;
    }

    private static String under(String inside, Path folder, Path file) {
        String rest = folder.relativize(file).toString();
        return rest.isEmpty() ? inside : inside + "/" + rest;
    }
}
