#include "textflag.h"

// Products and sums are separate instructions (no FMA), in the order of the
// scalar code in kernel.go: the bits of the result must be the same.

// One step of depth for one row: broadcast a, multiply by the 16 columns in
// Y0 and Y1, add to the row's two accumulators.
#define ROW(a, lo, hi) \
	VBROADCASTSS a, Y2     \
	VMULPS       Y0, Y2, Y3 \
	VADDPS       Y3, lo, lo \
	VMULPS       Y1, Y2, Y4 \
	VADDPS       Y4, hi, hi

#define STEP4(d) \
	VMOVUPS (16*d)(BX), Y0    \
	VMOVUPS (16*d+32)(BX), Y1 \
	ROW(d(SI)(AX*4), Y8, Y9)    \
	ROW(d(R9)(AX*4), Y10, Y11)  \
	ROW(d(R10)(AX*4), Y12, Y13) \
	ROW(d(R11)(AX*4), Y14, Y15)

// func mul4AVX2(blocks, depth int, a *float32, lda int, b, c *float32, ldc int)
TEXT ·mul4AVX2(SB), NOSPLIT, $0-56
	MOVQ blocks+0(FP), DX
	MOVQ a+16(FP), SI
	MOVQ lda+24(FP), R8
	SHLQ $2, R8
	MOVQ c+40(FP), DI
	MOVQ ldc+48(FP), R12
	SHLQ $2, R12

block:
	LEAQ    (SI)(R8*1), R9
	LEAQ    (SI)(R8*2), R10
	LEAQ    (R9)(R8*2), R11
	LEAQ    (DI)(R12*2), R13
	VMOVUPS (DI), Y8
	VMOVUPS 32(DI), Y9
	VMOVUPS (DI)(R12*1), Y10
	VMOVUPS 32(DI)(R12*1), Y11
	VMOVUPS (R13), Y12
	VMOVUPS 32(R13), Y13
	VMOVUPS (R13)(R12*1), Y14
	VMOVUPS 32(R13)(R12*1), Y15
	MOVQ    b+32(FP), BX
	XORQ    AX, AX
	MOVQ    depth+8(FP), CX
	SUBQ    $4, CX
	JLT     rest

four:
	STEP4(0)
	STEP4(4)
	STEP4(8)
	STEP4(12)
	ADDQ $256, BX
	ADDQ $4, AX
	SUBQ $4, CX
	JGE  four

rest:
	ADDQ $4, CX
	JZ   done

one:
	STEP4(0)
	ADDQ $64, BX
	INCQ AX
	DECQ CX
	JNZ  one

done:
	VMOVUPS Y8, (DI)
	VMOVUPS Y9, 32(DI)
	VMOVUPS Y10, (DI)(R12*1)
	VMOVUPS Y11, 32(DI)(R12*1)
	VMOVUPS Y12, (R13)
	VMOVUPS Y13, 32(R13)
	VMOVUPS Y14, (R13)(R12*1)
	VMOVUPS Y15, 32(R13)(R12*1)
	LEAQ    (SI)(R8*4), SI
	LEAQ    (DI)(R12*4), DI
	DECQ    DX
	JNZ     block
	VZEROUPPER
	RET

// func mul1AVX2(depth int, a, b, c *float32)
TEXT ·mul1AVX2(SB), NOSPLIT, $0-32
	MOVQ    depth+0(FP), CX
	MOVQ    a+8(FP), SI
	MOVQ    b+16(FP), BX
	MOVQ    c+24(FP), DI
	VMOVUPS (DI), Y8
	VMOVUPS 32(DI), Y9

loop:
	VMOVUPS (BX), Y0
	VMOVUPS 32(BX), Y1
	ROW((SI), Y8, Y9)
	ADDQ    $64, BX
	ADDQ    $4, SI
	DECQ    CX
	JNZ     loop
	VMOVUPS Y8, (DI)
	VMOVUPS Y9, 32(DI)
	VZEROUPPER
	RET

// func addAVX2(n int, dst, src *float32)
TEXT ·addAVX2(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ dst+8(FP), DI
	MOVQ src+16(FP), SI

loop:
	VMOVUPS (DI), Y0
	VADDPS  (SI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     loop
	VZEROUPPER
	RET

// func topAVX2(n int, x *float32) float32
TEXT ·topAVX2(SB), NOSPLIT, $0-20
	MOVQ    n+0(FP), CX
	MOVQ    x+8(FP), SI
	VMOVUPS (SI), Y0

loop:
	VMAXPS (SI), Y0, Y0
	ADDQ   $32, SI
	SUBQ   $8, CX
	JNZ    loop

	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPSHUFD      $0x0e, X0, X1
	VMAXPS       X1, X0, X0
	VPSHUFD      $0x01, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

// func scaleAVX2(n int, x *float32, by float32)
TEXT ·scaleAVX2(SB), NOSPLIT, $0-20
	MOVQ         n+0(FP), CX
	MOVQ         x+8(FP), DI
	VBROADCASTSS by+16(FP), Y1

loop:
	VMULPS  (DI), Y1, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     loop
	VZEROUPPER
	RET

// Constants of exp, eight times each; the bits of the float32 values kernel.go
// names.
#define CONST(name, bits) \
	DATA name<>+0(SB)/4, bits  \
	DATA name<>+4(SB)/4, bits  \
	DATA name<>+8(SB)/4, bits  \
	DATA name<>+12(SB)/4, bits \
	DATA name<>+16(SB)/4, bits \
	DATA name<>+20(SB)/4, bits \
	DATA name<>+24(SB)/4, bits \
	DATA name<>+28(SB)/4, bits \
	GLOBL name<>(SB), RODATA|NOPTR, $32

CONST(low, $0xc2ac0000)   // -86
CONST(high, $0x42b00000)  // 88
CONST(log2e, $0x3fb8aa3b)
CONST(magic, $0x4b400000) // 1.5·2^23
CONST(ln2hi, $0x3f318000)
CONST(ln2lo, $0xb95e8083)
CONST(c6, $0x3ab60b61)    // 1/720
CONST(c5, $0x3c088889)    // 1/120
CONST(c4, $0x3d2aaaab)    // 1/24
CONST(c3, $0x3e2aaaab)    // 1/6
CONST(half, $0x3f000000)
CONST(one, $0x3f800000)
CONST(minustwo, $0xc0000000)
CONST(two, $0x40000000)

// Y6 to Y15 hold, for EXP: log2e, magic, ln2hi, ln2lo, c6, c5, c4, c3, half, one.
#define EXPCONSTANTS \
	VBROADCASTSS log2e<>(SB), Y6  \
	VBROADCASTSS magic<>(SB), Y7  \
	VBROADCASTSS ln2hi<>(SB), Y8  \
	VBROADCASTSS ln2lo<>(SB), Y9  \
	VBROADCASTSS c6<>(SB), Y10    \
	VBROADCASTSS c5<>(SB), Y11    \
	VBROADCASTSS c4<>(SB), Y12    \
	VBROADCASTSS c3<>(SB), Y13    \
	VBROADCASTSS half<>(SB), Y14  \
	VBROADCASTSS one<>(SB), Y15

// Y0 = e^Y0; spoils Y1, Y2, Y3.
#define EXP \
	VBROADCASTSS low<>(SB), Y1  \
	VMAXPS       Y1, Y0, Y0     \
	VBROADCASTSS high<>(SB), Y1 \
	VMINPS       Y1, Y0, Y0     \
	VMULPS       Y6, Y0, Y1     \
	VADDPS       Y7, Y1, Y1     \ // t
	VSUBPS       Y7, Y1, Y2     \ // n
	VMULPS       Y8, Y2, Y3     \
	VSUBPS       Y3, Y0, Y0     \
	VMULPS       Y9, Y2, Y3     \
	VSUBPS       Y3, Y0, Y0     \ // r
	VMULPS       Y10, Y0, Y2    \
	VADDPS       Y11, Y2, Y2    \
	VMULPS       Y0, Y2, Y2     \
	VADDPS       Y12, Y2, Y2    \
	VMULPS       Y0, Y2, Y2     \
	VADDPS       Y13, Y2, Y2    \
	VMULPS       Y0, Y2, Y2     \
	VADDPS       Y14, Y2, Y2    \
	VMULPS       Y0, Y2, Y2     \
	VADDPS       Y15, Y2, Y2    \
	VMULPS       Y0, Y2, Y2     \
	VADDPS       Y15, Y2, Y2    \
	VPSLLD       $23, Y1, Y1    \
	VPADDD       Y1, Y2, Y0

// One instruction for four vectors, with a constant or with four others.
#define EACH(op, c, s0, s1, s2, s3, d0, d1, d2, d3) \
	op c, s0, d0 \
	op c, s1, d1 \
	op c, s2, d2 \
	op c, s3, d3

#define BOTH(op, a0, a1, a2, a3, s0, s1, s2, s3) \
	op a0, s0, s0 \
	op a1, s1, s1 \
	op a2, s2, s2 \
	op a3, s3, s3

#define MORE(c) \
	BOTH(VMULPS, Y0, Y1, Y2, Y3, Y8, Y9, Y10, Y11) \
	EACH(VADDPS, c, Y8, Y9, Y10, Y11, Y8, Y9, Y10, Y11)

// Y8 to Y11 = 1+e^ Y0 to Y3, side by side: one exponential waits for itself
// most of the time. Spoils all others but leaves nothing else to know.
#define EXP4 \
	EACH(VMAXPS, low<>(SB), Y0, Y1, Y2, Y3, Y0, Y1, Y2, Y3)          \
	EACH(VMINPS, high<>(SB), Y0, Y1, Y2, Y3, Y0, Y1, Y2, Y3)         \
	EACH(VMULPS, log2e<>(SB), Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7)        \
	EACH(VADDPS, magic<>(SB), Y4, Y5, Y6, Y7, Y4, Y5, Y6, Y7)        \ // t
	EACH(VSUBPS, magic<>(SB), Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11)      \ // n
	EACH(VMULPS, ln2hi<>(SB), Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15)  \
	BOTH(VSUBPS, Y12, Y13, Y14, Y15, Y0, Y1, Y2, Y3)                 \
	EACH(VMULPS, ln2lo<>(SB), Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15)  \
	BOTH(VSUBPS, Y12, Y13, Y14, Y15, Y0, Y1, Y2, Y3)                 \ // r
	EACH(VMULPS, c6<>(SB), Y0, Y1, Y2, Y3, Y8, Y9, Y10, Y11)         \
	EACH(VADDPS, c5<>(SB), Y8, Y9, Y10, Y11, Y8, Y9, Y10, Y11)       \
	MORE(c4<>(SB))   \
	MORE(c3<>(SB))   \
	MORE(half<>(SB)) \
	MORE(one<>(SB))  \
	MORE(one<>(SB))  \
	VPSLLD $23, Y4, Y4 \
	VPSLLD $23, Y5, Y5 \
	VPSLLD $23, Y6, Y6 \
	VPSLLD $23, Y7, Y7 \
	BOTH(VPADDD, Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11)                   \
	EACH(VADDPS, one<>(SB), Y8, Y9, Y10, Y11, Y8, Y9, Y10, Y11)

// Y0 = 2/(1+e^(-2·Y0)) - 1; spoils Y1, Y2, Y3.
#define TANH \
	VMULPS  minustwo<>(SB), Y0, Y0 \
	EXP                            \
	VADDPS  Y15, Y0, Y0            \
	VMOVUPS two<>(SB), Y1          \
	VDIVPS  Y0, Y1, Y0             \
	VSUBPS  Y15, Y0, Y0

// func expAVX2(n int, x *float32, shift float32)
TEXT ·expAVX2(SB), NOSPLIT, $0-20
	MOVQ         n+0(FP), CX
	MOVQ         x+8(FP), DI
	VBROADCASTSS shift+16(FP), Y5
	EXPCONSTANTS

loop:
	VMOVUPS (DI), Y0
	VADDPS  Y5, Y0, Y0
	EXP
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     loop
	VZEROUPPER
	RET

// func cellAVX2(n, h int, z, before, state, out *float32)
TEXT ·cellAVX2(SB), NOSPLIT, $0-48
	MOVQ n+0(FP), CX
	MOVQ h+8(FP), R8
	SHLQ $2, R8
	MOVQ z+16(FP), DI         // input gate
	LEAQ (DI)(R8*1), R9       // forget gate
	LEAQ (DI)(R8*2), R10      // candidate
	LEAQ (R9)(R8*2), R11      // output gate
	MOVQ before+24(FP), SI
	MOVQ state+32(FP), R12
	MOVQ out+40(FP), R13
	XORQ AX, AX

gates:
	VXORPS  Y3, Y3, Y3
	VSUBPS  (DI)(AX*4), Y3, Y0
	VSUBPS  (R9)(AX*4), Y3, Y1
	VMOVUPS (R10)(AX*4), Y2
	VMULPS  minustwo<>(SB), Y2, Y2
	VSUBPS  (R11)(AX*4), Y3, Y3
	EXP4
	VMOVUPS one<>(SB), Y0
	VMOVUPS two<>(SB), Y1
	VDIVPS  Y8, Y0, Y8
	VDIVPS  Y9, Y0, Y9
	VDIVPS  Y10, Y1, Y10
	VDIVPS  Y11, Y0, Y11
	VSUBPS  Y0, Y10, Y10
	VMOVUPS Y8, (DI)(AX*4)
	VMOVUPS Y9, (R9)(AX*4)
	VMOVUPS Y10, (R10)(AX*4)
	VMOVUPS Y11, (R11)(AX*4)
	VMULPS  Y10, Y8, Y8
	VMULPS  (SI)(AX*4), Y9, Y9
	VADDPS  Y8, Y9, Y9
	VMOVUPS Y9, (R12)(AX*4)
	ADDQ    $8, AX
	CMPQ    AX, CX
	JLT     gates

	XORQ AX, AX
	SUBQ $32, CX
	JLT  few

outputs:
	VMOVUPS (R12)(AX*4), Y0
	VMOVUPS 32(R12)(AX*4), Y1
	VMOVUPS 64(R12)(AX*4), Y2
	VMOVUPS 96(R12)(AX*4), Y3
	EACH(VMULPS, minustwo<>(SB), Y0, Y1, Y2, Y3, Y0, Y1, Y2, Y3)
	EXP4
	VMOVUPS two<>(SB), Y1
	VDIVPS  Y8, Y1, Y8
	VDIVPS  Y9, Y1, Y9
	VDIVPS  Y10, Y1, Y10
	VDIVPS  Y11, Y1, Y11
	EACH(VSUBPS, one<>(SB), Y8, Y9, Y10, Y11, Y8, Y9, Y10, Y11)
	VMULPS  (R11)(AX*4), Y8, Y8
	VMULPS  32(R11)(AX*4), Y9, Y9
	VMULPS  64(R11)(AX*4), Y10, Y10
	VMULPS  96(R11)(AX*4), Y11, Y11
	VMOVUPS Y8, (R13)(AX*4)
	VMOVUPS Y9, 32(R13)(AX*4)
	VMOVUPS Y10, 64(R13)(AX*4)
	VMOVUPS Y11, 96(R13)(AX*4)
	ADDQ    $32, AX
	SUBQ    $32, CX
	JGE     outputs

few:
	ADDQ $32, CX
	JZ   done
	EXPCONSTANTS

one:
	VMOVUPS (R12)(AX*4), Y0
	TANH
	VMULPS  (R11)(AX*4), Y0, Y0
	VMOVUPS Y0, (R13)(AX*4)
	ADDQ    $8, AX
	SUBQ    $8, CX
	JNZ     one

done:
	VZEROUPPER
	RET
