#include "textflag.h"

// One pair of columns of a row: multiply both numbers by the pairs of the 16
// columns in Z0, add to the row's accumulator.
#define PAIR(a, sum) VPDPWSSD.BCST a, Z0, sum

#define PAIR8(d) \
	VMOVDQU32 (16*d)(BX), Z0       \
	PAIR(d(SI)(AX*4), Z8)          \
	PAIR(d(R9)(AX*4), Z9)          \
	PAIR(d(R10)(AX*4), Z10)        \
	PAIR(d(R11)(AX*4), Z11)        \
	PAIR(d(R12)(AX*4), Z12)        \
	PAIR(d(R13)(AX*4), Z13)        \
	PAIR(d(R14)(AX*4), Z14)        \
	PAIR(d(R15)(AX*4), Z15)

#define PAIR1(d, sum) \
	VMOVDQU32     (16*d)(BX), Z0     \
	VPDPWSSD.BCST d(SI)(AX*4), Z0, sum

// The sums of a row become numbers, times its scale, plus what was there.
#define FINISH(sum) \
	VCVTDQ2PS   sum, sum       \
	VMULPS.BCST (BX), sum, sum \
	VADDPS      (AX), sum, sum \
	VMOVUPS     sum, (DI)      \
	ADDQ        $4, BX         \
	ADDQ        R9, AX         \
	ADDQ        R10, DI

// func int8VNNI(blocks, pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)
TEXT ·int8VNNI(SB), NOSPLIT, $0-72
	MOVQ blocks+0(FP), DX
	MOVQ pairs+8(FP), R8
	MOVQ a+16(FP), SI
	MOVQ c+56(FP), DI

block:
	LEAQ   (SI)(R8*4), R9
	LEAQ   (R9)(R8*4), R10
	LEAQ   (R10)(R8*4), R11
	LEAQ   (R11)(R8*4), R12
	LEAQ   (R12)(R8*4), R13
	LEAQ   (R13)(R8*4), R14
	LEAQ   (R14)(R8*4), R15
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15
	MOVQ   b+24(FP), BX
	XORQ   AX, AX
	MOVQ   R8, CX
	SUBQ   $4, CX
	JLT    rest

four:
	PAIR8(0)
	PAIR8(4)
	PAIR8(8)
	PAIR8(12)
	ADDQ $256, BX
	ADDQ $4, AX
	SUBQ $4, CX
	JGE  four

rest:
	ADDQ $4, CX
	JZ   done

one:
	PAIR8(0)
	ADDQ $64, BX
	INCQ AX
	DECQ CX
	JNZ  one

done:
	LEAQ (R15)(R8*4), SI
	MOVQ scale+32(FP), BX
	MOVQ from+40(FP), AX
	MOVQ strideFrom+48(FP), R9
	MOVQ strideC+64(FP), R10
	SHLQ $2, R9
	SHLQ $2, R10
	FINISH(Z8)
	FINISH(Z9)
	FINISH(Z10)
	FINISH(Z11)
	FINISH(Z12)
	FINISH(Z13)
	FINISH(Z14)
	FINISH(Z15)
	MOVQ BX, scale+32(FP)
	MOVQ AX, from+40(FP)
	DECQ DX
	JNZ  block
	VZEROUPPER
	RET

// func int1VNNI(rows, pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)
// Four accumulators, so that no step waits for the one before.
TEXT ·int1VNNI(SB), NOSPLIT, $0-72
	MOVQ rows+0(FP), DX
	MOVQ pairs+8(FP), R8
	MOVQ a+16(FP), SI
	MOVQ c+56(FP), DI
	MOVQ strideFrom+48(FP), R9
	MOVQ strideC+64(FP), R10
	SHLQ $2, R9
	SHLQ $2, R10

row:
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	MOVQ   b+24(FP), BX
	XORQ   AX, AX
	MOVQ   R8, CX
	SUBQ   $4, CX
	JLT    rest

four:
	PAIR1(0, Z8)
	PAIR1(4, Z9)
	PAIR1(8, Z10)
	PAIR1(12, Z11)
	ADDQ $256, BX
	ADDQ $4, AX
	SUBQ $4, CX
	JGE  four

rest:
	ADDQ $4, CX
	JZ   done

one:
	PAIR1(0, Z8)
	ADDQ $64, BX
	INCQ AX
	DECQ CX
	JNZ  one

done:
	VPADDD Z9, Z8, Z8
	VPADDD Z11, Z10, Z10
	VPADDD Z10, Z8, Z8
	LEAQ   (SI)(R8*4), SI
	MOVQ   scale+32(FP), BX
	MOVQ   from+40(FP), AX
	FINISH(Z8)
	MOVQ   BX, scale+32(FP)
	MOVQ   AX, from+40(FP)
	DECQ   DX
	JNZ    row
	VZEROUPPER
	RET
