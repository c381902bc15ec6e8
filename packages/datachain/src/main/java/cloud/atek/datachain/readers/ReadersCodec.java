package cloud.atek.datachain.readers;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.ReadKey;
import cloud.atek.crypto.seal.Recipient;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reader groups as bytes: the body of a row of type [Readers#TYPE], big-endian.
///
/// ```
/// offset size
///      0    2  format, 1
///      2   16  id of the current read key
///     18    2  number of members, 1 to MEMBERS_MAX
///     20    2  number of older read keys, 0 to OLDER_MAX
///     22       members, in the order they came:
///       1217  public key, see [Recipient]
///       1190  the current read key wrapped for him under the context of [GroupId]
///          1  length of the label, 1 to LABEL_BYTES_MAX
///          n  label, UTF-8
///              older read keys, the oldest first:
///         16  id
///         58  wrapped under the current read key, see [ReadKey]
/// ```
///
/// There is one written form of a group: what is read is written again as it was.
final class ReadersCodec {

    static final int HEAD_BYTES = 22;

    private static final short FORMAT = 1;
    private static final int MEMBER_BYTES_MIN = Recipient.BYTES + Recipient.WRAPPED_BYTES + 2;
    private static final int OLDER_BYTES = KeyId.BYTES + ReadKey.WRAPPED_BYTES;

    private ReadersCodec() {}

    static Bytes write(Readers readers) {
        List<byte[]> labels =
                readers.members().stream()
                        .map(member -> member.label().getBytes(StandardCharsets.UTF_8))
                        .toList();
        int size = HEAD_BYTES + readers.older().size() * OLDER_BYTES;
        for (byte[] label : labels) {
            size += MEMBER_BYTES_MIN - 1 + label.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).putShort(FORMAT);
        readers.current().value().putInto(out);
        out.putShort((short) readers.members().size()).putShort((short) readers.older().size());
        for (int i = 0; i < labels.size(); i++) {
            Member member = readers.members().get(i);
            member.recipient().exported().putInto(out);
            member.wrapped().putInto(out);
            out.put((byte) labels.get(i).length).put(labels.get(i));
        }
        for (OlderKey key : readers.older()) {
            key.id().value().putInto(out);
            key.wrapped().putInto(out);
        }
        return Bytes.owning(out.array());
    }

    /// Memory is bounded by the size of `body`, whatever counts it claims.
    static Readers read(GroupId group, Bytes body) {
        ByteBuffer in = body.toBuffer();
        try {
            int format = in.getShort();
            if (format != FORMAT) {
                throw new MalformedReadersException(
                        "a reader group of format " + format + ", this version reads " + FORMAT);
            }
            KeyId current = keyId(in);
            int members = in.getShort() & 0xffff;
            int older = in.getShort() & 0xffff;
            requireCounts(members, older, in.remaining());
            var readers = new Readers(group, current, members(members, in), older(older, in));
            if (in.hasRemaining()) {
                throw new MalformedReadersException(
                        "a reader group with " + in.remaining() + " bytes too many");
            }
            return readers;
        } catch (BufferUnderflowException e) {
            throw new MalformedReadersException("the reader group is cut off", e);
        } catch (CharacterCodingException e) {
            throw new MalformedReadersException("a label that is not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedReadersException("not a reader group: " + e.getMessage(), e);
        }
    }

    private static void requireCounts(int members, int older, int remaining) {
        if (members < 1 || members > ReaderLimits.MEMBERS_MAX || older > ReaderLimits.OLDER_MAX) {
            throw new MalformedReadersException(
                    "a reader group of " + members + " members and " + older + " older keys");
        }
        if (members * MEMBER_BYTES_MIN + older * OLDER_BYTES > remaining) {
            throw new MalformedReadersException("the reader group is cut off");
        }
    }

    private static List<Member> members(int count, ByteBuffer in) throws CharacterCodingException {
        var members = new ArrayList<Member>(count);
        for (int i = 0; i < count; i++) {
            var recipient = new Recipient(take(in, Recipient.BYTES));
            Bytes wrapped = take(in, Recipient.WRAPPED_BYTES);
            ByteBuffer label = take(in, in.get() & 0xff).toBuffer();
            String text = StandardCharsets.UTF_8.newDecoder().decode(label).toString();
            members.add(new Member(recipient, text, wrapped));
        }
        return members;
    }

    private static List<OlderKey> older(int count, ByteBuffer in) {
        var older = new ArrayList<OlderKey>(count);
        for (int i = 0; i < count; i++) {
            older.add(new OlderKey(keyId(in), take(in, ReadKey.WRAPPED_BYTES)));
        }
        return older;
    }

    private static KeyId keyId(ByteBuffer in) {
        return new KeyId(take(in, KeyId.BYTES));
    }

    private static Bytes take(ByteBuffer in, int size) {
        var bytes = new byte[size];
        in.get(bytes);
        return Bytes.owning(bytes);
    }
}
