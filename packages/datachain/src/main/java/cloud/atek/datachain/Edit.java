package cloud.atek.datachain;

/// An event that somebody wants, and what must be so for it.
///
/// @param expect sequence of the commit that the row must come from, [#ABSENT] when there must be
///   no such row, [#ANY] when it does not matter
public record Edit(Event event, long expect) {

    public static final long ABSENT = 0;
    public static final long ANY = -1;

    public Edit {
        if (expect < ANY) {
            throw new IllegalArgumentException("no row can be expected at " + expect);
        }
    }

    public static Edit of(Event event) {
        return new Edit(event, ANY);
    }
}
