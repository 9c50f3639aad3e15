#include "textflag.h"

// One pair of columns of a row: broadcast both numbers, multiply by the pairs of
// the 32 columns in Z0 and Z1, add to the row's two accumulators.
#define PAIR(a, left, right) \
	VPBROADCASTD a, Z2        \
	VPDPWSSD     Z0, Z2, left \
	VPDPWSSD     Z1, Z2, right

// The columns of both panels; DX bytes lie between these.
#define COLUMNS(d) \
	VMOVDQU32 (16*d)(BX), Z0 \
	VMOVDQU32 (16*d)(BX)(DX*1), Z1

#define PAIR8(d) \
	COLUMNS(d)                     \
	PAIR(d(SI)(AX*4), Z8, Z16)     \
	PAIR(d(R9)(AX*4), Z9, Z17)     \
	PAIR(d(R10)(AX*4), Z10, Z18)   \
	PAIR(d(R11)(AX*4), Z11, Z19)   \
	PAIR(d(R12)(AX*4), Z12, Z20)   \
	PAIR(d(R13)(AX*4), Z13, Z21)   \
	PAIR(d(R14)(AX*4), Z14, Z22)   \
	PAIR(d(R15)(AX*4), Z15, Z23)

#define PAIR1(d, left, right) \
	COLUMNS(d)                 \
	PAIR(d(SI)(AX*4), left, right)

#define ZERO(sum) VPXORD sum, sum, sum

// The sums of a row become numbers, times its scale, plus what was there.
#define FINISH(left, right) \
	VBROADCASTSS (BX), Z2         \
	VCVTDQ2PS    left, left       \
	VCVTDQ2PS    right, right     \
	VMULPS       Z2, left, left   \
	VMULPS       Z2, right, right \
	VADDPS       (AX), left, left \
	VADDPS       64(AX), right, right \
	VMOVUPS      left, (DI)       \
	VMOVUPS      right, 64(DI)    \
	ADDQ         $4, BX           \
	ADDQ         R9, AX           \
	ADDQ         R10, DI

// func dot8AVX512(blocks, pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)
TEXT ·dot8AVX512(SB), NOSPLIT, $0-72
	MOVQ pairs+8(FP), R8
	MOVQ a+16(FP), SI
	MOVQ c+56(FP), DI
	MOVQ R8, DX
	SHLQ $6, DX

block:
	LEAQ (SI)(R8*4), R9
	LEAQ (R9)(R8*4), R10
	LEAQ (R10)(R8*4), R11
	LEAQ (R11)(R8*4), R12
	LEAQ (R12)(R8*4), R13
	LEAQ (R13)(R8*4), R14
	LEAQ (R14)(R8*4), R15
	ZERO(Z8)
	ZERO(Z9)
	ZERO(Z10)
	ZERO(Z11)
	ZERO(Z12)
	ZERO(Z13)
	ZERO(Z14)
	ZERO(Z15)
	ZERO(Z16)
	ZERO(Z17)
	ZERO(Z18)
	ZERO(Z19)
	ZERO(Z20)
	ZERO(Z21)
	ZERO(Z22)
	ZERO(Z23)
	MOVQ b+24(FP), BX
	XORQ AX, AX
	MOVQ R8, CX
	SUBQ $2, CX
	JLT  rest

two:
	PAIR8(0)
	PAIR8(4)
	ADDQ $128, BX
	ADDQ $2, AX
	SUBQ $2, CX
	JGE  two

rest:
	ADDQ $2, CX
	JZ   done
	PAIR8(0)

done:
	LEAQ (R15)(R8*4), SI
	MOVQ scale+32(FP), BX
	MOVQ from+40(FP), AX
	MOVQ strideFrom+48(FP), R9
	MOVQ strideC+64(FP), R10
	SHLQ $2, R9
	SHLQ $2, R10
	FINISH(Z8, Z16)
	FINISH(Z9, Z17)
	FINISH(Z10, Z18)
	FINISH(Z11, Z19)
	FINISH(Z12, Z20)
	FINISH(Z13, Z21)
	FINISH(Z14, Z22)
	FINISH(Z15, Z23)
	MOVQ BX, scale+32(FP)
	MOVQ AX, from+40(FP)
	DECQ blocks+0(FP)
	JNZ  block
	VZEROUPPER
	RET

// func dot1AVX512(rows, pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)
// Four accumulators to a panel, so that no step waits for the one before.
TEXT ·dot1AVX512(SB), NOSPLIT, $0-72
	MOVQ pairs+8(FP), R8
	MOVQ a+16(FP), SI
	MOVQ c+56(FP), DI
	MOVQ strideFrom+48(FP), R9
	MOVQ strideC+64(FP), R10
	SHLQ $2, R9
	SHLQ $2, R10
	MOVQ R8, DX
	SHLQ $6, DX

row:
	ZERO(Z8)
	ZERO(Z9)
	ZERO(Z10)
	ZERO(Z11)
	ZERO(Z16)
	ZERO(Z17)
	ZERO(Z18)
	ZERO(Z19)
	MOVQ b+24(FP), BX
	XORQ AX, AX
	MOVQ R8, CX
	SUBQ $4, CX
	JLT  rest

four:
	PAIR1(0, Z8, Z16)
	PAIR1(4, Z9, Z17)
	PAIR1(8, Z10, Z18)
	PAIR1(12, Z11, Z19)
	ADDQ $256, BX
	ADDQ $4, AX
	SUBQ $4, CX
	JGE  four

rest:
	ADDQ $4, CX
	JZ   done

one:
	PAIR1(0, Z8, Z16)
	ADDQ $64, BX
	INCQ AX
	DECQ CX
	JNZ  one

done:
	VPADDD Z9, Z8, Z8
	VPADDD Z11, Z10, Z10
	VPADDD Z17, Z16, Z16
	VPADDD Z19, Z18, Z18
	VPADDD Z10, Z8, Z8
	VPADDD Z18, Z16, Z16
	LEAQ   (SI)(R8*4), SI
	MOVQ   scale+32(FP), BX
	MOVQ   from+40(FP), AX
	FINISH(Z8, Z16)
	MOVQ   BX, scale+32(FP)
	MOVQ   AX, from+40(FP)
	DECQ   rows+0(FP)
	JNZ    row
	VZEROUPPER
	RET
