package cloud.atek.datachain;

import java.util.List;

/// Lets every change through as it is.
final class NoStages implements Stages {

    @Override
    public List<Edit> lint(Change change) {
        return List.of();
    }

    @Override
    public List<Outcome.Reason.Denied> objections(Change change, Standing before) {
        return List.of();
    }

    @Override
    public void feed(Commit commit) {}

    @Override
    public long wanted(long last) {
        return last + 1;
    }

    @Override
    public void rebuild(Commit commit) {}
}
