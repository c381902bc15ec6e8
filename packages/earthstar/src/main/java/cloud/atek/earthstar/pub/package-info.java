/// The HTTP protocol that the published packages speak with a pub, as its server and as its client.
/// Ports are not opened here.
package cloud.atek.earthstar.pub;
