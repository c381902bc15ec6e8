package cloud.atek.host.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads machine code for 64-bit ARM back into what an assembler writes, as far as the launcher of
/// Landlock needs it; the manual of the processor (DDI 0487, section C4.1) is where the bits come
/// from. Anything else is no instruction to it.
final class Aarch64 {

    private Aarch64() {}

    /// @param target of a jump or an address, in bytes from the begin of the code; -1 when it has
    ///   none
    record Instruction(String text, int target) {}

    private static Instruction plain(String text) {
        return new Instruction(text, -1);
    }

    /// @param words in the order of the processor
    static List<Instruction> decoded(int[] words) {
        var all = new ArrayList<Instruction>();
        for (int i = 0; i < words.length; i++) {
            Instruction found = decoded(words[i], 4 * i);
            if (found == null) {
                throw new AssertionError(
                        "no instruction that is known: %08x at %d".formatted(words[i], 4 * i));
            }
            all.add(found);
        }
        return all;
    }

    private static @Nullable Instruction decoded(int w, int at) {
        Instruction jump = jump(w, at);
        if (jump != null) {
            return jump;
        }
        Instruction moved = data(w);
        return moved != null ? moved : memory(w, at);
    }

    private static @Nullable Instruction jump(int w, int at) {
        if (w == 0xD4000001) {
            return plain("svc #0x0");
        }
        if ((w & 0xFC000000) == 0x14000000) {
            return new Instruction("b", at + 4 * signed(w, 0, 26));
        }
        if ((w & 0xFF000010) == 0x54000000) {
            String when = List.of("eq", "ne", "hs", "lo", "mi", "pl", "vs", "vc", "hi").get(w & 15);
            return new Instruction("b." + when, at + 4 * signed(w, 5, 19));
        }
        if ((w & 0xFF000000) == 0xB4000000) {
            return new Instruction("cbz " + x(w, 0), at + 4 * signed(w, 5, 19));
        }
        if ((w & 0x7F000000) == 0x37000000) {
            int bit = bits(w, 31, 1) << 5 | bits(w, 19, 5);
            return new Instruction(
                    "tbnz %s, #%d".formatted(x(w, 0), bit), at + 4 * signed(w, 5, 14));
        }
        return null;
    }

    private static @Nullable Instruction data(int w) {
        return switch (w >>> 22) {
            case 0b1001000100 -> added(w);
            case 0b1111000100 -> plain("cmp %s, #0x%x".formatted(x(w, 5), bits(w, 10, 12)));
            case 0b0111000100 -> plain("cmp w%d, #0x%x".formatted(bits(w, 5, 5), bits(w, 10, 12)));
            // The mask 0x7: ones in the lowest three bits, not turned.
            case 0b1001001001 ->
                    bits(w, 10, 12) == 2
                            ? plain("and %s, %s, #0x7".formatted(x(w, 0), x(w, 5)))
                            : null;
            case 0b1101001010, 0b1101001011 -> wide(w, "movz");
            case 0b1001001010, 0b1001001011 -> wide(w, "movn");
            default -> registers(w);
        };
    }

    private static Instruction added(int w) {
        int number = bits(w, 10, 12);
        boolean stack = bits(w, 0, 5) == 31 || bits(w, 5, 5) == 31;
        return plain(
                number == 0 && stack
                        ? "mov %s, %s".formatted(sp(w, 0), sp(w, 5))
                        : "add %s, %s, #0x%x".formatted(sp(w, 0), sp(w, 5), number));
    }

    private static @Nullable Instruction wide(int w, String kind) {
        if (bits(w, 23, 1) == 0) {
            return null;
        }
        long value = (long) bits(w, 5, 16) << (16 * bits(w, 21, 2));
        return plain("mov %s, #0x%x".formatted(x(w, 0), kind.equals("movn") ? ~value : value));
    }

    private static @Nullable Instruction registers(int w) {
        if ((w & 0xFFE0FFE0) == 0xAA0003E0) {
            return plain("mov %s, %s".formatted(x(w, 0), x(w, 16)));
        }
        if ((w & 0xFFE00C00) == 0x9A800000 && bits(w, 12, 4) == 10) {
            return plain("csel %s, %s, %s, ge".formatted(x(w, 0), x(w, 5), x(w, 16)));
        }
        if ((w & 0xFFE00000) == 0x8B000000) {
            return plain(
                    "add %s, %s, %s, lsl #%d"
                            .formatted(x(w, 0), x(w, 5), x(w, 16), bits(w, 10, 6)));
        }
        return null;
    }

    private static @Nullable Instruction memory(int w, int at) {
        if ((w & 0x9F000000) == 0x10000000) {
            return new Instruction("adr " + x(w, 0), at + (signed(w, 5, 19) << 2 | bits(w, 29, 2)));
        }
        if ((w & 0xFF000000) == 0x58000000) {
            return new Instruction("ldr " + x(w, 0), at + 4 * signed(w, 5, 19));
        }
        if ((w & 0xFFC00000) == 0xF9400000) {
            return plain(
                    "ldr %s, [%s%s]".formatted(x(w, 0), sp(w, 5), offset(8 * bits(w, 10, 12))));
        }
        if ((w & 0xFFE00C00) == 0x38400400) {
            return plain(
                    "ldrb w%d, [%s], #%d".formatted(bits(w, 0, 5), sp(w, 5), signed(w, 12, 9)));
        }
        if ((w & 0xFFE0FC00) == 0xF8607800) {
            return plain("ldr %s, [%s, %s, lsl #3]".formatted(x(w, 0), sp(w, 5), x(w, 16)));
        }
        if ((w & 0xFFC00000) == 0xA9800000) {
            return plain(
                    "stp %s, %s, [%s, #%d]!"
                            .formatted(x(w, 0), x(w, 10), sp(w, 5), 8 * signed(w, 15, 7)));
        }
        return null;
    }

    private static String offset(int bytes) {
        return bytes == 0 ? "" : ", #" + bytes;
    }

    private static int bits(int w, int from, int count) {
        return w >>> from & ((1 << count) - 1);
    }

    private static int signed(int w, int from, int count) {
        return w << (32 - from - count) >> (32 - count);
    }

    private static String x(int w, int from) {
        int register = bits(w, from, 5);
        return register == 31 ? "xzr" : "x" + register;
    }

    private static String sp(int w, int from) {
        int register = bits(w, from, 5);
        return register == 31 ? "sp" : "x" + register;
    }
}
