package cloud.atek.services.earthstar;

/// What the pub puts up with.
final class Limits {

    /// Of all users together.
    static final int WORKSPACES_MAX = 1_000;

    /// Of all users together.
    static final int KEYPAIRS_MAX = 10_000;

    /// Shared keys that a member has of a workspace.
    static final int SHARED_KEYS_MAX = 16;

    /// Key pairs that are tried on a sealed content when nobody says by which.
    static final int OPENING_KEYPAIRS_MAX = 100;

    static final int PEERS_PER_WORKSPACE_MAX = 20;

    /// Addresses on the list of a workspace's authors.
    static final int LISTED_AUTHORS_MAX = 1_000;

    /// Documents of one page, and of one ingest.
    static final int PAGE_DOCUMENTS_MAX = 1_000;

    /// Bytes of contents in one page, if it has more than one document.
    static final long PAGE_BYTES_MAX = 4L << 20;

    /// Documents of a workspace, and what its owner may raise them to: 400 bytes of memory each.
    static final long DOCUMENTS_USUAL = 100_000;

    static final long DOCUMENTS_MAX = 1_000_000;

    /// Bytes of contents of a workspace, and what its owner may raise them to.
    static final long BYTES_USUAL = 1L << 30;

    static final long BYTES_MAX = 8L << 30;

    /// Bytes of contents of one author in a workspace.
    static final long AUTHOR_BYTES_USUAL = 256L << 20;

    /// Other homes that stay connected: each may hold a message of some MiB.
    static final int GUESTS_MAX = 24;

    /// Pushes that are read at a time: each may hold 32 MiB.
    static final int PUSHES_MAX = 1;

    /// Subscriptions at a time.
    static final int SUBSCRIBERS_MAX = 256;

    /// How often a peer is synced with, in seconds.
    static final int EVERY_SECONDS_MIN = 10;

    static final int EVERY_SECONDS_MAX = 604_800;

    /// Reasons that an ingest tells of.
    static final int REASONS_MAX = 20;

    private Limits() {}
}
