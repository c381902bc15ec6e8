package cloud.atek.host.install;

import java.util.Map;
import org.eclipse.jgit.lib.ProgressMonitor;

/// Says how far a fetch is. Only tasks of our own side are told: what a server calls its tasks, and
/// how many units it claims, is its text and stays out. JGit's threads call it one at a time.
final class FetchProgress implements ProgressMonitor {

    private static final Map<String, String> TASKS =
            Map.of(
                    "Receiving objects", "Receiving objects",
                    "Resolving deltas", "Unpacking objects");

    private final Progress progress;
    private final FetchGuard guard;
    private String task = "";
    private int total;
    private int done;
    private int said;

    FetchProgress(Progress progress, FetchGuard guard) {
        this.progress = progress;
        this.guard = guard;
    }

    @Override
    public void start(int totalTasks) {}

    @Override
    public void beginTask(String title, int totalWork) {
        task = TASKS.getOrDefault(title, "");
        total = totalWork;
        done = 0;
        said = -1;
    }

    @Override
    public void update(int completed) {
        done += completed;
        int percent = total < 1 ? 0 : (int) Math.min(100, 100L * done / total);
        if (!task.isEmpty() && percent > said) {
            said = percent;
            progress.say(task + " " + percent + " %");
        }
    }

    @Override
    public void endTask() {
        task = "";
    }

    @Override
    public boolean isCancelled() {
        try {
            guard.check();
            return false;
        } catch (RefusedException e) {
            return true;
        }
    }

    @Override
    public void showDuration(boolean enabled) {}
}
