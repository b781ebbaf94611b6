// What weights are kept in, and what they are multiplied as.
#ifndef DEBERTA_OPS_PRECISION_H_
#define DEBERTA_OPS_PRECISION_H_

namespace deberta {

enum class Precision {
  kFloat32,
  kFloat16,      // kept in half the memory, multiplied as 32-bit floats
  kInt8Weights,  // kept in 8 bits with a scale for each output, multiplied as 32-bit floats
  kInt8,         // the same weights, with activations in 7 bits: sums of integers
};

inline bool has_eight_bits(Precision precision) {
  return precision == Precision::kInt8Weights || precision == Precision::kInt8;
}

}  // namespace deberta

#endif  // DEBERTA_OPS_PRECISION_H_
