package cloud.atek.host.services;

import cloud.atek.host.process.Launch;
import cloud.atek.host.process.Launcher;

/// Starts the process of a service, or says why that cannot be.
@FunctionalInterface
public interface Starter {

    /// Blocks until the service answers, has ended, or its time is over.
    Launcher.Outcome launch(Launch launch) throws InterruptedException;
}
