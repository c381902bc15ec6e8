package cloud.atek.host.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Writes a program of classic BPF, the language of seccomp filters, instruction by instruction.
///
/// The kernel runs it on each system call over this record, in native byte order
/// (<https://docs.kernel.org/userspace-api/seccomp_filter.html>):
///
/// ```
/// offset size  struct seccomp_data
///      0    4  number of the system call
///      4    4  architecture, AUDIT_ARCH_…
///      8    8  instruction pointer
///     16   48  six arguments of 8 bytes, the low half first
/// ```
///
/// One thread owns it.
final class Bpf {

    /// One instruction: on disk u16 `code`, u8 `jt`, u8 `jf`, u32 `k`.
    ///
    /// @param jt how many instructions to skip when the comparison holds, 0 to 255
    /// @param jf the same when it does not hold
    record Instruction(int code, int jt, int jf, int k) {}

    static final int INSTRUCTION_BYTES = 8;

    static final int LOAD = 0x20;
    static final int AND = 0x54;
    static final int JUMP_IF_EQUAL = 0x15;
    static final int JUMP_IF_ABOVE = 0x25;
    static final int JUMP_IF_ANY_BIT = 0x45;
    static final int RETURN = 0x06;

    static final int NUMBER = 0;
    static final int ARCHITECTURE = 4;

    private static final int FIRST_ARGUMENT = 16;
    private static final int ARGUMENT_BYTES = 8;

    private final List<Instruction> program = new ArrayList<>();

    /// The offset of the low 32 bits of an argument, 0 to 5.
    static int argument(int index) {
        return FIRST_ARGUMENT + index * ARGUMENT_BYTES;
    }

    Bpf load(int offset) {
        return add(LOAD, 0, 0, offset);
    }

    Bpf and(int mask) {
        return add(AND, 0, 0, mask);
    }

    Bpf answer(int action) {
        return add(RETURN, 0, 0, action);
    }

    Bpf answerIfEqual(int value, int action) {
        return add(JUMP_IF_EQUAL, 0, 1, value).answer(action);
    }

    Bpf answerUnlessEqual(int value, int action) {
        return add(JUMP_IF_EQUAL, 1, 0, value).answer(action);
    }

    /// Compares unsigned.
    Bpf answerIfAbove(int value, int action) {
        return add(JUMP_IF_ABOVE, 0, 1, value).answer(action);
    }

    Bpf answerIfAnyBit(int mask, int action) {
        return add(JUMP_IF_ANY_BIT, 0, 1, mask).answer(action);
    }

    /// Runs `then` only when the loaded value equals `value`.
    Bpf whenEqual(int value, Bpf then) {
        add(JUMP_IF_EQUAL, 0, then.program.size(), value);
        program.addAll(then.program);
        return this;
    }

    List<Instruction> program() {
        return List.copyOf(program);
    }

    /// What the kernel reads, in the byte order of this machine.
    byte[] bytes() {
        ByteBuffer out =
                ByteBuffer.allocate(program.size() * INSTRUCTION_BYTES)
                        .order(ByteOrder.nativeOrder());
        for (Instruction each : program) {
            out.putShort((short) each.code()).put((byte) each.jt()).put((byte) each.jf());
            out.putInt(each.k());
        }
        return out.array();
    }

    private Bpf add(int code, int jt, int jf, int k) {
        if (jt > 255 || jf > 255) {
            throw new IllegalArgumentException("a jump of more than 255 instructions");
        }
        program.add(new Instruction(code, jt, jf, k));
        return this;
    }
}
