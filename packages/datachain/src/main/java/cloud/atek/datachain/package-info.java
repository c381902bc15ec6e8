/// A chain: one signed, append-only list of commits, and the rows that they put and remove.
///
/// A commit is atomic, numbered without gaps, signed by the chain's key over everything before it,
/// and on disk when it is acknowledged. Its events were allowed by the rules of the rows they are
/// about, to the keys that stand behind it. What the rows mean is not known here.
package cloud.atek.datachain;
