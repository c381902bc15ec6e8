package cloud.atek.datachain.readers;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Members and groups for tests.
public final class People {

    public static final VerifyKey CHAIN = SigningKey.random().verifyKey();
    public static final GroupId GROUP = new GroupId(CHAIN, new RowKey(7, 7));
    public static final RecipientKey ANN = RecipientKey.random();
    public static final RecipientKey BOB = RecipientKey.random();
    public static final RecipientKey CAT = RecipientKey.random();

    private People() {}

    public static Newcomer newcomer(RecipientKey key, String label) {
        return new Newcomer(key.recipient(), label);
    }

    /// Ann and Bob.
    public static Readers family(GroupId group) {
        return done(Readers.create(group, List.of(newcomer(ANN, "Ann"), newcomer(BOB, "Bob"))));
    }

    public static Readers done(Regrouped regrouped) {
        if (regrouped instanceof Regrouped.Done(Readers readers)) {
            return readers;
        }
        throw new AssertionError(regrouped);
    }

    public static <T> T good(Reading<T> reading) {
        if (reading instanceof Reading.Good<T>(T value)) {
            return value;
        }
        throw new AssertionError(reading);
    }

    public static Reading.Reason reason(Reading<?> reading) {
        if (reading instanceof Reading.Refused<?>(Reading.Reason reason, String message)) {
            if (message.length() > 10) {
                return reason;
            }
        }
        throw new AssertionError(reading);
    }

    public static Regrouped.Reason reason(Regrouped regrouped) {
        if (regrouped instanceof Regrouped.Refused(Regrouped.Reason reason, String message)) {
            if (message.length() > 10) {
                return reason;
            }
        }
        throw new AssertionError(regrouped);
    }

    public static Event.Put row(long key, String body) {
        return new Event.Put(
                new RowKey(1, key), null, "note", Bytes.owning(utf8(body)), Encoding.PLAIN, rule());
    }

    public static Authority rule() {
        return new Authority(
                new Authority.Read.Readers(GROUP.row()), new Authority.Write.Inherit());
    }

    /// A stand-in for the written form, with every field of the header in it.
    public static HeaderBytes headers(VerifyKey chain) {
        return put -> {
            byte[] fields =
                    utf8(
                            put.key()
                                    + "|"
                                    + put.place()
                                    + "|"
                                    + put.type()
                                    + "|"
                                    + put.authority()
                                    + "|"
                                    + put.encoding());
            ByteBuffer out = ByteBuffer.allocate(VerifyKey.BYTES + fields.length);
            chain.value().putInto(out);
            return out.put(fields).array();
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
