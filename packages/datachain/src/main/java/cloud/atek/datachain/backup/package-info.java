/// Copies of a chain in another folder, made piece by piece and checked as they are made, and the
/// way back from them.
package cloud.atek.datachain.backup;
