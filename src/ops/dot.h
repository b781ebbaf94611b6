// The instructions that engines have for sums of products of bytes.
#ifndef DEBERTA_OPS_DOT_H_
#define DEBERTA_OPS_DOT_H_

namespace deberta {

// The instruction, and the layout of the weights that it asks for.
enum class Dot {
  // i32x4.dot_i16x8_s: every engine has it.
  kPairs,
  // i16x8.relaxed_dot_i8x16_i7x16_s and a pairwise addition: 1.4 times as fast on x86. What it does
  // with activations of more than 7 bits differs between processors; ours have 7.
  kQuads,
  // i32x4.relaxed_dot_i8x16_i7x16_add_s: one instruction of processors that have it (x86 with
  // AVX-VNNI, ARM with DotProd) where the engine knows of it, five of others.
  kFusedQuads,
};

// Whether this engine computes a known answer with it, by the code that layers run. An instruction
// alone is not enough: the baseline compiler of V8 11.3 (Node 20) gets kFusedQuads wrong where it
// runs out of registers.
bool is_exact(Dot dot);

// The fastest exact one, kPairs in modules without relaxed SIMD. Asked once: those of relaxed SIMD
// are timed, for about a millisecond where the clock has microseconds, 6 in pages of Chromium, some
// tens where it has milliseconds; not at all where it is coarser or stands still (then kQuads).
Dot fastest_dot();

}  // namespace deberta

#endif  // DEBERTA_OPS_DOT_H_
