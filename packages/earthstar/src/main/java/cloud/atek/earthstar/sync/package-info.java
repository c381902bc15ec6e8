/// How the documents of one home come to another: what is said, as pure steps, and who says it.
/// Sockets are not opened here.
package cloud.atek.earthstar.sync;
