/// What an Earthstar document is: its fields, addresses, encodings, hash and signature, and the
/// reason why something is none. Nothing here reads a clock, a disk or a network.
package cloud.atek.earthstar.format;
