/// What goes on in a chain while it is used: whoever follows its commits, holds a lease, takes from
/// a queue, or asks a service.
///
/// All of it is rows and commits of the chain, so it survives a restart. What rows mean beyond that
/// does not belong here.
package cloud.atek.datachain.live;
