/// The Merkle tree over the commits of a chain (RFC 9162): roots, proofs and signed checkpoints.
///
/// A leaf is the hash of a commit; commits themselves are not known here. Who verifies needs no
/// log: verifying functions take values and give a [Verdict].
package cloud.atek.datachain.merkle;
