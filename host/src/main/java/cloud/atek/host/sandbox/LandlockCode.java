package cloud.atek.host.sandbox;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// The machine code of a program that puts itself under Landlock and becomes another one. A process
/// under Landlock may not mount, so this has to happen after bubblewrap, right before the service;
/// nothing that is installed everywhere does it.
///
/// Called without arguments it ends with the newest version of Landlock that the kernel knows, 0
/// for none. Else its arguments are rules, a digit and a path each, then `--`, a program and its
/// arguments. The digit chooses a word of its table of rights. All that goes wrong ends it with
/// 126.
///
/// Behind the code its data follow, in words of eight bytes in the order of the processor:
///
/// ```
/// offset size
///      0   24  struct landlock_ruleset_attr
///     24    8  how much of it this kernel knows, in bytes
///     32   64  table of eight words: rights by digit
/// ```
///
/// Each line is what the processor reads, and how an assembler writes it.
final class LandlockCode {

    private static final String X86_64 =
            """
            4889e3                  ; mov rbx,rsp
            48833b01                ; cmp QWORD PTR [rbx],0x1
            771a                    ; ja apply
            b8bc010000              ; mov eax,0x1bc
            31ff                    ; xor edi,edi
            31f6                    ; xor esi,esi
            6a01                    ; push 0x1
            5a                      ; pop rdx
            0f05                    ; syscall
            31ff                    ; xor edi,edi
            85c0                    ; test eax,eax
            0f49f8                  ; cmovns edi,eax
            e9d0000000              ; jmp leave
            ; apply:
            b8bc010000              ; mov eax,0x1bc
            488d3dd1000000          ; lea rdi,[attr]
            488b35e2000000          ; mov rsi,QWORD PTR [size]
            31d2                    ; xor edx,edx
            0f05                    ; syscall
            85c0                    ; test eax,eax
            0f88ac000000            ; js fail
            4189c4                  ; mov r12d,eax
            488d6b10                ; lea rbp,[rbx+0x10]
            ; next:
            488b7500                ; mov rsi,QWORD PTR [rbp+0x0]
            4885f6                  ; test rsi,rsi
            0f8498000000            ; je fail
            4883c508                ; add rbp,0x8
            440fb62e                ; movzx r13d,BYTE PTR [rsi]
            4183fd2d                ; cmp r13d,0x2d
            744d                    ; je done
            48ffc6                  ; inc rsi
            b801010000              ; mov eax,0x101
            bf9cffffff              ; mov edi,0xffffff9c
            ba00002800              ; mov edx,0x280000
            4531d2                  ; xor r10d,r10d
            0f05                    ; syscall
            85c0                    ; test eax,eax
            786f                    ; js fail
            50                      ; push rax
            488d1599000000          ; lea rdx,[access]
            4183e507                ; and r13d,0x7
            42ff34ea                ; push QWORD PTR [rdx+r13*8]
            b8bd010000              ; mov eax,0x1bd
            4489e7                  ; mov edi,r12d
            6a01                    ; push 0x1
            5e                      ; pop rsi
            4889e2                  ; mov rdx,rsp
            4531d2                  ; xor r10d,r10d
            0f05                    ; syscall
            5a                      ; pop rdx
            5f                      ; pop rdi
            85c0                    ; test eax,eax
            7846                    ; js fail
            b803000000              ; mov eax,0x3
            0f05                    ; syscall
            eb98                    ; jmp next
            ; done:
            b89d000000              ; mov eax,0x9d
            bf26000000              ; mov edi,0x26
            6a01                    ; push 0x1
            5e                      ; pop rsi
            31d2                    ; xor edx,edx
            4531d2                  ; xor r10d,r10d
            4531c0                  ; xor r8d,r8d
            0f05                    ; syscall
            b8be010000              ; mov eax,0x1be
            4489e7                  ; mov edi,r12d
            31f6                    ; xor esi,esi
            0f05                    ; syscall
            85c0                    ; test eax,eax
            7816                    ; js fail
            488b03                  ; mov rax,QWORD PTR [rbx]
            488d54c310              ; lea rdx,[rbx+rax*8+0x10]
            488b7d00                ; mov rdi,QWORD PTR [rbp+0x0]
            4889ee                  ; mov rsi,rbp
            b83b000000              ; mov eax,0x3b
            0f05                    ; syscall
            ; fail:
            bf7e000000              ; mov edi,0x7e
            ; leave:
            b8e7000000              ; mov eax,0xe7
            0f05                    ; syscall
            660f1f440000            ; nop WORD PTR [rax+rax*1+0x0]
            """;

    private static final String AARCH64 =
            """
            f3030091    ; mov x19, sp
            740240f9    ; ldr x20, [x19]
            9f0600f1    ; cmp x20, #0x1
            28010054    ; b.hi apply
            000080d2    ; mov x0, #0x0
            010080d2    ; mov x1, #0x0
            220080d2    ; mov x2, #0x1
            883780d2    ; mov x8, #0x1bc
            010000d4    ; svc #0x0
            1f0000f1    ; cmp x0, #0x0
            00a09f9a    ; csel x0, x0, xzr, ge
            39000014    ; b leave
            ; apply:
            40070010    ; adr x0, attr
            e1070058    ; ldr x1, size
            020080d2    ; mov x2, #0x0
            883780d2    ; mov x8, #0x1bc
            010000d4    ; svc #0x0
            4006f8b7    ; tbnz x0, #63, fail
            f50300aa    ; mov x21, x0
            76420091    ; add x22, x19, #0x10
            ; next:
            c10240f9    ; ldr x1, [x22]
            c10500b4    ; cbz x1, fail
            d6220091    ; add x22, x22, #0x8
            37144038    ; ldrb w23, [x1], #1
            ffb60071    ; cmp w23, #0x2d
            00030054    ; b.eq done
            600c8092    ; mov x0, #0xffffffffffffff9c
            0205a0d2    ; mov x2, #0x280000
            030080d2    ; mov x3, #0x0
            080780d2    ; mov x8, #0x38
            010000d4    ; svc #0x0
            8004f8b7    ; tbnz x0, #63, fail
            f80300aa    ; mov x24, x0
            f70a4092    ; and x23, x23, #0x7
            89050010    ; adr x9, access
            297977f8    ; ldr x9, [x9, x23, lsl #3]
            e963bfa9    ; stp x9, x24, [sp, #-16]!
            e00315aa    ; mov x0, x21
            210080d2    ; mov x1, #0x1
            e2030091    ; mov x2, sp
            030080d2    ; mov x3, #0x0
            a83780d2    ; mov x8, #0x1bd
            010000d4    ; svc #0x0
            ff430091    ; add sp, sp, #0x10
            e002f8b7    ; tbnz x0, #63, fail
            e00318aa    ; mov x0, x24
            280780d2    ; mov x8, #0x39
            010000d4    ; svc #0x0
            e4ffff17    ; b next
            ; done:
            c00480d2    ; mov x0, #0x26
            210080d2    ; mov x1, #0x1
            020080d2    ; mov x2, #0x0
            030080d2    ; mov x3, #0x0
            040080d2    ; mov x4, #0x0
            e81480d2    ; mov x8, #0xa7
            010000d4    ; svc #0x0
            e00315aa    ; mov x0, x21
            010080d2    ; mov x1, #0x0
            c83780d2    ; mov x8, #0x1be
            010000d4    ; svc #0x0
            e000f8b7    ; tbnz x0, #63, fail
            620e148b    ; add x2, x19, x20, lsl #3
            42400091    ; add x2, x2, #0x10
            c00240f9    ; ldr x0, [x22]
            e10316aa    ; mov x1, x22
            a81b80d2    ; mov x8, #0xdd
            010000d4    ; svc #0x0
            ; fail:
            c00f80d2    ; mov x0, #0x7e
            ; leave:
            c80b80d2    ; mov x8, #0x5e
            010000d4    ; svc #0x0
            """;

    private LandlockCode() {}

    static String text(Architecture architecture) {
        return architecture == Architecture.X86_64 ? X86_64 : AARCH64;
    }

    static byte[] of(Architecture architecture) {
        var code = new ByteArrayOutputStream();
        text(architecture)
                .lines()
                .map(line -> line.replaceFirst(";.*", "").strip())
                .forEach(line -> code.writeBytes(HexFormat.of().parseHex(line)));
        return code.toByteArray();
    }
}
