/// Keys, signatures, hashes, passwords and tokens, as values that check themselves.
///
/// Standard algorithms only, none written here. Bouncy Castle is used by its plain classes and
/// never registered as a provider: registering costs start time and changes the JVM for everyone.
package cloud.atek.crypto;
