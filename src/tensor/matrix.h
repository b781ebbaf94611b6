// Row-major views.
#ifndef DEBERTA_TENSOR_MATRIX_H_
#define DEBERTA_TENSOR_MATRIX_H_

#include <cstddef>
#include <type_traits>

namespace deberta {

// A view of `rows` rows of `cols` elements, `stride` elements apart. A value; owns nothing.
template <class T>
struct BasicMatrix {
  T* data = nullptr;
  size_t rows = 0;
  size_t cols = 0;
  size_t stride = 0;

  BasicMatrix() = default;
  BasicMatrix(T* data, size_t rows, size_t cols) : BasicMatrix(data, rows, cols, cols) {}
  BasicMatrix(T* data, size_t rows, size_t cols, size_t stride)
      : data(data), rows(rows), cols(cols), stride(stride) {}
  // A mutable view is also a constant one.
  operator BasicMatrix<const T>() const requires(!std::is_const_v<T>) {
    return {data, rows, cols, stride};
  }

  T* row(size_t i) const { return data + i * stride; }
  // Rows [begin, begin + count).
  BasicMatrix slice_rows(size_t begin, size_t count) const {
    return BasicMatrix(row(begin), count, cols, stride);
  }
  // Columns [begin, begin + count).
  BasicMatrix slice_cols(size_t begin, size_t count) const {
    return BasicMatrix(data + begin, rows, count, stride);
  }
};

using Matrix = BasicMatrix<float>;
using ConstMatrix = BasicMatrix<const float>;

}  // namespace deberta

#endif  // DEBERTA_TENSOR_MATRIX_H_
