package cloud.atek.host.sandbox;

import java.util.List;

/// Runs a filter as the kernel would, on one system call.
final class BpfMachine {

    private final List<Bpf.Instruction> program;

    BpfMachine(Bpf program) {
        this.program = program.program();
    }

    /// The action that the filter answers with.
    int answer(int architecture, int number, long... arguments) {
        int value = 0;
        for (int at = 0; ; at++) {
            Bpf.Instruction now = program.get(at);
            switch (now.code()) {
                case Bpf.LOAD -> value = load(now.k(), architecture, number, arguments);
                case Bpf.AND -> value &= now.k();
                case Bpf.RETURN -> {
                    return now.k();
                }
                default -> at += holds(now, value) ? now.jt() : now.jf();
            }
        }
    }

    private static boolean holds(Bpf.Instruction jump, int value) {
        return switch (jump.code()) {
            case Bpf.JUMP_IF_EQUAL -> value == jump.k();
            case Bpf.JUMP_IF_ABOVE -> Integer.compareUnsigned(value, jump.k()) > 0;
            case Bpf.JUMP_IF_ANY_BIT -> (value & jump.k()) != 0;
            default -> throw new AssertionError("unknown instruction " + jump);
        };
    }

    private static int load(int offset, int architecture, int number, long... arguments) {
        return switch (offset) {
            case Bpf.NUMBER -> number;
            case Bpf.ARCHITECTURE -> architecture;
            default -> {
                int index = (offset - Bpf.argument(0)) / 8;
                yield index < arguments.length ? (int) arguments[index] : 0;
            }
        };
    }
}
