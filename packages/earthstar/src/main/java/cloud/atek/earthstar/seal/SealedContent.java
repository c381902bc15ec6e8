package cloud.atek.earthstar.seal;

import cloud.atek.crypto.Secret;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Keypair;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A content that only some authors, or only who has a shared key, can read. It is text, so the
/// document is a good one for every implementation, and a pub carries what it cannot read. Its
/// length and, roughly, the number of its readers can be seen.
///
/// ```
/// "sealed:1:", then in Base64 for URLs, without padding:
/// offset size
///      0    1  1 for authors, 2 by a shared key
///      1   32  authors: an X25519 key, new for each content
///     33    2  authors: how many; for each of them
///      …   48  the content's key, by AES-256-GCM under HKDF-SHA256 of the agreed secret
///      …   12  nonce
///      …    …  the content as UTF-8, by AES-256-GCM; its place is bound in
/// ```
public final class SealedContent {

    /// Most authors of one content.
    public static final int READERS_MAX = 1_000;

    private static final String PREFIX = "sealed:1:";
    private static final byte FOR_AUTHORS = 1;
    private static final byte BY_SHARED_KEY = 2;
    private static final int KEY_BYTES = 32;
    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int SLOT_BYTES = KEY_BYTES + TAG_BYTES;
    private static final byte[] NO_NONCE = new byte[NONCE_BYTES];

    private SealedContent() {}

    /// Whether `content` says that it is sealed.
    public static boolean is(String content) {
        return content.startsWith(PREFIX);
    }

    /// Seals for authors; who writes it can read it later when he is one of them.
    ///
    /// @param readers 1 to [#READERS_MAX], of es.3 or es.4
    /// @throws IllegalArgumentException when there are none, too many, or one has a key that is no
    ///   point of the curve
    public static String forAuthors(String content, Place place, List<Address.Author> readers) {
        if (readers.isEmpty() || readers.size() > READERS_MAX) {
            throw new IllegalArgumentException("want 1 to " + READERS_MAX + " readers");
        }
        try {
            var out = new ByteArrayOutputStream();
            out.write(FOR_AUTHORS);
            byte[] key = Secret.random(KEY_BYTES).toArray();
            KeyPair own = Curve.fresh();
            byte[] ephemeral = Curve.bytes(own.getPublic());
            out.writeBytes(ephemeral);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) readers.size()).array());
            for (Address.Author reader : readers) {
                byte[] agreed = Curve.shared(own.getPrivate(), Curve.publicKey(reader));
                out.writeBytes(
                        crypt(
                                Cipher.ENCRYPT_MODE,
                                slotKey(agreed, ephemeral),
                                NO_NONCE,
                                key,
                                place));
            }
            return sealed(out, new SecretKeySpec(key, "AES"), content, place);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a reader has no key to seal for", e);
        }
    }

    /// Seals for all who have `key`.
    public static String byKey(String content, Place place, SharedKey key) {
        try {
            var out = new ByteArrayOutputStream();
            out.write(BY_SHARED_KEY);
            return sealed(out, new SecretKeySpec(key.bytes(), "AES"), content, place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }

    /// What was sealed for this author; nothing when it is not for him, or is broken.
    public static Optional<String> open(String content, Place place, Keypair reader) {
        return opened(
                content,
                FOR_AUTHORS,
                in -> {
                    byte[] ephemeral = bytes(in, Curve.KEY_BYTES);
                    byte[] agreed =
                            Curve.shared(Curve.privateKey(reader), Curve.publicKey(ephemeral));
                    SecretKey slotKey = slotKey(agreed, ephemeral);
                    int slots = Short.toUnsignedInt(in.getShort());
                    byte @Nullable [] key = null;
                    for (int i = 0; i < slots; i++) {
                        byte[] slot = bytes(in, SLOT_BYTES);
                        key = key == null ? tried(slotKey, slot, place) : key;
                    }
                    return key == null
                            ? Optional.empty()
                            : Optional.of(content(in, new SecretKeySpec(key, "AES"), place));
                });
    }

    /// What was sealed by this key; nothing when it was another, or it is broken.
    public static Optional<String> open(String content, Place place, SharedKey key) {
        return opened(
                content,
                BY_SHARED_KEY,
                in -> Optional.of(content(in, new SecretKeySpec(key.bytes(), "AES"), place)));
    }

    private interface Opening {
        Optional<String> open(ByteBuffer in) throws GeneralSecurityException;
    }

    private static Optional<String> opened(String content, byte kind, Opening opening) {
        if (!is(content)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(content.substring(PREFIX.length()));
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return in.get() == kind ? opening.open(in) : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static String sealed(
            ByteArrayOutputStream out, SecretKey key, String content, Place place)
            throws GeneralSecurityException {
        byte[] nonce = Secret.random(NONCE_BYTES).toArray();
        out.writeBytes(nonce);
        out.writeBytes(
                crypt(
                        Cipher.ENCRYPT_MODE,
                        key,
                        nonce,
                        content.getBytes(StandardCharsets.UTF_8),
                        place));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }

    private static String content(ByteBuffer in, SecretKey key, Place place)
            throws GeneralSecurityException {
        byte[] nonce = bytes(in, NONCE_BYTES);
        byte[] sealed = bytes(in, in.remaining());
        return new String(
                crypt(Cipher.DECRYPT_MODE, key, nonce, sealed, place), StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] tried(SecretKey slotKey, byte[] slot, Place place) {
        try {
            return crypt(Cipher.DECRYPT_MODE, slotKey, NO_NONCE, slot, place);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /// A key is used once, so its nonce needs not be new.
    private static SecretKey slotKey(byte[] agreed, byte[] ephemeral)
            throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(agreed)
                                .addSalt(ephemeral)
                                .thenExpand(
                                        "earthstar sealed content 1"
                                                .getBytes(StandardCharsets.US_ASCII),
                                        KEY_BYTES));
    }

    private static byte[] crypt(int mode, SecretKey key, byte[] nonce, byte[] text, Place place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(place.bytes());
        return cipher.doFinal(text);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
