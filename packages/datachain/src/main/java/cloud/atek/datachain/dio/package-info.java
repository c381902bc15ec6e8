/// Units of work: rows as typed values, read at one moment and written all at once.
///
/// A [Session] is one person at one chain. It gives out [Dio], which reads, and [DioMut], which
/// writes too. What bodies mean is said by a [RowFormat]; how they are compressed, sealed and
/// signed is settled here and seen by nobody above.
package cloud.atek.datachain.dio;
