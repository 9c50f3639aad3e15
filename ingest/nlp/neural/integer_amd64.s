#include "textflag.h"

// One pair of columns of a row: broadcast both numbers, multiply by the pairs
// of the 16 columns in Y0 and Y1, add to the row's two accumulators.
#define PAIR(a, lo, hi) \
	VPBROADCASTD a, Y2      \
	VPMADDWD     Y0, Y2, Y3 \
	VPADDD       Y3, lo, lo \
	VPMADDWD     Y1, Y2, Y4 \
	VPADDD       Y4, hi, hi

#define PAIR4(d) \
	VMOVDQU (16*d)(BX), Y0      \
	VMOVDQU (16*d+32)(BX), Y1   \
	PAIR(d(SI)(AX*4), Y8, Y9)    \
	PAIR(d(R9)(AX*4), Y10, Y11)  \
	PAIR(d(R10)(AX*4), Y12, Y13) \
	PAIR(d(R11)(AX*4), Y14, Y15)

#define PAIR2(d) \
	VMOVDQU (16*d)(BX), Y0     \
	VMOVDQU (16*d+32)(BX), Y1  \
	PAIR(d(SI)(AX*4), Y8, Y9)   \
	PAIR(d(R9)(AX*4), Y10, Y11)

#define PAIR1(d) \
	VMOVDQU (16*d)(BX), Y0    \
	VMOVDQU (16*d+32)(BX), Y1 \
	PAIR(d(SI)(AX*4), Y8, Y9)

// The sums of a row become numbers, times its scale, plus what was there.
#define FINISH(lo, hi, scale, from, from2, c, c2) \
	VBROADCASTSS scale, Y2   \
	VCVTDQ2PS    lo, lo      \
	VCVTDQ2PS    hi, hi      \
	VMULPS       Y2, lo, lo  \
	VMULPS       Y2, hi, hi  \
	VADDPS       from, lo, lo \
	VADDPS       from2, hi, hi \
	VMOVUPS      lo, c       \
	VMOVUPS      hi, c2

// func int4AVX2(blocks, pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)
TEXT ·int4AVX2(SB), NOSPLIT, $0-72
	MOVQ blocks+0(FP), DX
	MOVQ pairs+8(FP), R8
	MOVQ a+16(FP), SI
	MOVQ c+56(FP), DI
	MOVQ strideC+64(FP), R12
	SHLQ $2, R12
	MOVQ from+40(FP), R13

block:
	LEAQ  (SI)(R8*4), R9
	LEAQ  (R9)(R8*4), R10
	LEAQ  (R10)(R8*4), R11
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11
	VPXOR Y12, Y12, Y12
	VPXOR Y13, Y13, Y13
	VPXOR Y14, Y14, Y14
	VPXOR Y15, Y15, Y15
	MOVQ  b+24(FP), BX
	XORQ  AX, AX
	MOVQ  R8, CX
	SUBQ  $4, CX
	JLT   rest

four:
	PAIR4(0)
	PAIR4(4)
	PAIR4(8)
	PAIR4(12)
	ADDQ $256, BX
	ADDQ $4, AX
	SUBQ $4, CX
	JGE  four

rest:
	ADDQ $4, CX
	JZ   done

one:
	PAIR4(0)
	ADDQ $64, BX
	INCQ AX
	DECQ CX
	JNZ  one

done:
	MOVQ scale+32(FP), BX
	MOVQ strideFrom+48(FP), AX
	SHLQ $2, AX
	LEAQ (R13)(AX*2), R9
	LEAQ (DI)(R12*2), R10
	FINISH(Y8, Y9, (BX), (R13), 32(R13), (DI), 32(DI))
	FINISH(Y10, Y11, 4(BX), (R13)(AX*1), 32(R13)(AX*1), (DI)(R12*1), 32(DI)(R12*1))
	FINISH(Y12, Y13, 8(BX), (R9), 32(R9), (R10), 32(R10))
	FINISH(Y14, Y15, 12(BX), (R9)(AX*1), 32(R9)(AX*1), (R10)(R12*1), 32(R10)(R12*1))
	ADDQ $16, BX
	MOVQ BX, scale+32(FP)
	LEAQ (R13)(AX*4), R13
	LEAQ (DI)(R12*4), DI
	LEAQ (R11)(R8*4), SI
	DECQ DX
	JNZ  block
	VZEROUPPER
	RET

// func int2AVX2(pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)
TEXT ·int2AVX2(SB), NOSPLIT, $0-64
	MOVQ  pairs+0(FP), CX
	MOVQ  a+8(FP), SI
	MOVQ  b+16(FP), BX
	LEAQ  (SI)(CX*4), R9
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11
	XORQ  AX, AX
	SUBQ  $4, CX
	JLT   rest

four:
	PAIR2(0)
	PAIR2(4)
	PAIR2(8)
	PAIR2(12)
	ADDQ $256, BX
	ADDQ $4, AX
	SUBQ $4, CX
	JGE  four

rest:
	ADDQ $4, CX
	JZ   done

one:
	PAIR2(0)
	ADDQ $64, BX
	INCQ AX
	DECQ CX
	JNZ  one

done:
	MOVQ scale+24(FP), BX
	MOVQ from+32(FP), R13
	MOVQ strideFrom+40(FP), AX
	SHLQ $2, AX
	MOVQ c+48(FP), DI
	MOVQ strideC+56(FP), R12
	SHLQ $2, R12
	FINISH(Y8, Y9, (BX), (R13), 32(R13), (DI), 32(DI))
	FINISH(Y10, Y11, 4(BX), (R13)(AX*1), 32(R13)(AX*1), (DI)(R12*1), 32(DI)(R12*1))
	VZEROUPPER
	RET

// func int1AVX2(pairs int, a, b *int16, scale, from, c *float32)
TEXT ·int1AVX2(SB), NOSPLIT, $0-48
	MOVQ  pairs+0(FP), CX
	MOVQ  a+8(FP), SI
	MOVQ  b+16(FP), BX
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	XORQ  AX, AX
	SUBQ  $4, CX
	JLT   rest

four:
	PAIR1(0)
	PAIR1(4)
	PAIR1(8)
	PAIR1(12)
	ADDQ $256, BX
	ADDQ $4, AX
	SUBQ $4, CX
	JGE  four

rest:
	ADDQ $4, CX
	JZ   done

one:
	PAIR1(0)
	ADDQ $64, BX
	INCQ AX
	DECQ CX
	JNZ  one

done:
	MOVQ scale+24(FP), BX
	MOVQ from+32(FP), R13
	MOVQ c+40(FP), DI
	FINISH(Y8, Y9, (BX), (R13), 32(R13), (DI), 32(DI))
	VZEROUPPER
	RET

// func largestAVX2(n int, a, b *float32) float32
TEXT ·largestAVX2(SB), NOSPLIT, $0-28
	MOVQ     n+0(FP), CX
	MOVQ     a+8(FP), SI
	MOVQ     b+16(FP), DI
	VPCMPEQD Y3, Y3, Y3
	VPSRLD   $1, Y3, Y3  // all bits but the sign
	VXORPS   Y0, Y0, Y0

loop:
	VMOVUPS (SI), Y1
	VMULPS  (DI), Y1, Y1
	VANDPS  Y3, Y1, Y1
	VMAXPS  Y1, Y0, Y0
	ADDQ    $32, SI
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     loop

	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPSHUFD      $0x0e, X0, X1
	VMAXPS       X1, X0, X0
	VPSHUFD      $0x01, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSS       X0, ret+24(FP)
	VZEROUPPER
	RET

// func multiplesAVX2(n int, dst *int16, a, b *float32, factor float32)
TEXT ·multiplesAVX2(SB), NOSPLIT, $0-36
	MOVQ         n+0(FP), CX
	MOVQ         dst+8(FP), DX
	MOVQ         a+16(FP), SI
	MOVQ         b+24(FP), DI
	VBROADCASTSS factor+32(FP), Y3

loop:
	VMOVUPS      (SI), Y0
	VMULPS       (DI), Y0, Y0
	VMULPS       Y3, Y0, Y0
	VCVTPS2DQ    Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSDW    X1, X0, X0
	VMOVDQU      X0, (DX)
	ADDQ         $32, SI
	ADDQ         $32, DI
	ADDQ         $16, DX
	SUBQ         $8, CX
	JNZ          loop
	VZEROUPPER
	RET

// func reluAVX2(n int, x *float32)
TEXT ·reluAVX2(SB), NOSPLIT, $0-16
	MOVQ   n+0(FP), CX
	MOVQ   x+8(FP), DI
	VXORPS Y1, Y1, Y1

loop:
	VMAXPS  (DI), Y1, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     loop
	VZEROUPPER
	RET
