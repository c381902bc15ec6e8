package cloud.atek.datachain.readers;

import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.ReadKey;
import cloud.atek.crypto.seal.Recipient;

/// The numbers of reader groups. With all of them at their end a group is 3.3 MB: less than half of
/// the largest event.
public final class ReaderLimits {

    /// Most members of one group: removing one wraps the new key for all others, about a quarter of
    /// a millisecond each.
    public static final int MEMBERS_MAX = 1_000;

    /// Most older read keys of one group: a rotation every day for 27 years. Then the group is full
    /// and another one takes its place.
    public static final int OLDER_MAX = 10_000;

    /// Longest label of a member, in bytes of UTF-8.
    public static final int LABEL_BYTES_MAX = 128;

    /// Largest written form of a group, in bytes.
    public static final int BODY_BYTES_MAX =
            ReadersCodec.HEAD_BYTES
                    + MEMBERS_MAX
                            * (Recipient.BYTES + Recipient.WRAPPED_BYTES + 1 + LABEL_BYTES_MAX)
                    + OLDER_MAX * (KeyId.BYTES + ReadKey.WRAPPED_BYTES);

    /// Most groups whose keys one [Sealing] holds at a time.
    public static final int GROUPS_MAX = 1_024;

    /// Most data keys that one [Sealing] keeps to seal with again, about 500 bytes each; the ones
    /// used least lately go first.
    public static final int SEALERS_MAX = 1_024;

    private ReaderLimits() {}
}
