package cloud.atek.datachain.pipe;

import cloud.atek.crypto.VerifyKey;

/// What a chain is set to at once, by what matters most for it.
///
/// | preset               | compaction | bodies    | groups checked | authors sign |
/// |----------------------|------------|-----------|----------------|--------------|
/// | `RAW`                | never      | as given  | no             | no           |
/// | `BAREBONE`           | yes        | as given  | no             | no           |
/// | `SMALLEST_SIZE`      | yes        | deflate 6 | no             | no           |
/// | `BEST_PERFORMANCE`   | yes        | as given  | yes            | no           |
/// | `BEST_COMPATIBILITY` | yes        | as given  | yes            | no           |
/// | `BALANCED`           | yes        | deflate 3 | yes            | no           |
/// | `BEST_SECURITY`      | yes        | as given  | yes            | yes          |
///
/// *Groups checked* is [GroupRule]. *Authors sign* is a distributed chain, the others are
/// centralized. Write rules, replays and hashes are checked in all of them. Two are the same:
/// nothing is faster, and nothing can be read by more programs, than a body as it was given.
public enum Preset {
    RAW(0, false, false, false),
    BAREBONE(0, true, false, false),
    SMALLEST_SIZE(Compress.SMALLEST, true, false, false),
    BEST_PERFORMANCE(0, true, true, false),
    BEST_COMPATIBILITY(0, true, true, false),
    BALANCED(Compress.BALANCED, true, true, false),
    /// Nothing is compressed: the length of a sealed body would tell how far its parts are alike,
    /// and so a secret to who can write beside it.
    BEST_SECURITY(0, true, true, true);

    private final int level;
    private final boolean compacted;
    private final boolean groupsChecked;
    private final boolean distributed;

    Preset(int level, boolean compacted, boolean groupsChecked, boolean distributed) {
        this.level = level;
        this.compacted = compacted;
        this.groupsChecked = groupsChecked;
        this.distributed = distributed;
    }

    /// The stages of this preset, new ones for one chain. Sealing needs keys and is added by who
    /// has them: [Pipeline#transforming] with a [Seal].
    ///
    /// @param chain its id
    public Pipeline pipeline(VerifyKey chain) {
        Pipeline bare = Pipeline.EMPTY;
        Pipeline packing = level == 0 ? bare : bare.transforming(new Compress(level));
        return groupsChecked ? packing.validating(new GroupRule(chain)) : packing;
    }

    /// Tells whether what is outdated is removed from the log in time.
    public boolean compacted() {
        return compacted;
    }

    /// Tells whether every commit is signed by its authors.
    public boolean distributed() {
        return distributed;
    }
}
