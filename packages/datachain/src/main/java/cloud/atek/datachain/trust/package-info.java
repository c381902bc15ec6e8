/// Keys that stand behind a change: how they sign it, how they are proven on a connection, how both
/// are checked. Which key may do what is not known here.
package cloud.atek.datachain.trust;
