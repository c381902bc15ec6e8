/// Reader groups: who can read the sealed rows of a chain, and how those rows are sealed for them.
///
/// A group is the body of an ordinary row, [Readers]. A member opens it to [ReadKeys]; with these
/// [Sealing] seals the bodies of rows and opens them. Which row belongs to which group, and who may
/// change a group, is not known here: the rules of the rows say it.
package cloud.atek.datachain.readers;
