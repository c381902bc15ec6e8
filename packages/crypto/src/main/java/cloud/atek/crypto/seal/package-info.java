/// Sealed bodies, the keys they are sealed with, those keys wrapped for others, and the file in
/// which one keeps his own.
///
/// From the inside out: a [DataKey] seals bodies (AES-256-GCM); a [ReadKey] wraps data keys and
/// older read keys for who holds it (AES-KW); a [Recipient] is a person for whom either is wrapped
/// (X-Wing in HPKE); a [KeyRing] keeps all private keys of one owner (Argon2id and AES-256-GCM). So
/// a read key is changed, or a member removed, without a body being sealed anew.
///
/// What does not open is an outcome, [Opened.Refused], with the reason as far as it can be known.
/// Nothing here is loaded before it is used.
package cloud.atek.crypto.seal;
